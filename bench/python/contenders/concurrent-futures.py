"""concurrent.futures: threads for tasks that wait, processes for those that go to a worker, with the chunks that its
documentation advises for long inputs; of the size that multiprocessing takes by itself, four for each worker.
"""

import functools
import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from parts import parts

FACTS = {"limit": {"concurrency": 5_000, "why": "every item at once is a thread of its own"}}
CALLS = {
    "map": "ThreadPoolExecutor.map",
    "pool": "ProcessPoolExecutor.map, chunksize",
    "cold": "with ProcessPoolExecutor, map",
    "flow": "ProcessPoolExecutor.map, chunksize",
}

_CHUNKS_EACH = 4
# Where nobody knows how many items there will be.
_CHUNK = 10_000


def map(prepared, concurrency):
    with ThreadPoolExecutor(concurrency) as executor:
        return list(executor.map(prepared["function"], prepared["items"]))


@functools.cache
def _open(workers, initializer, *arguments):
    return ProcessPoolExecutor(workers, initializer=initializer, initargs=arguments)


def pool(prepared, concurrency):
    initializer, *arguments = prepared.get("initializer", (None,))
    executor = _open(concurrency, initializer, *arguments)
    return [result for part in parts(prepared) for result in _map(executor, prepared, part, concurrency)]


def cold(prepared, concurrency):
    results = []
    for part in parts(prepared):
        with ProcessPoolExecutor(concurrency) as executor:
            results += _map(executor, prepared, part, concurrency)
    return results


def flow(prepared, concurrency):
    with ProcessPoolExecutor(prepared["workers"]) as executor:
        return prepared["digest"](executor.map(prepared["function"], prepared["source"](), chunksize=_CHUNK))


def _map(executor, prepared, items, workers):
    return executor.map(prepared["function"], items, chunksize=math.ceil(len(items) / (_CHUNKS_EACH * workers)))

"""multiprocessing: a pool with a process for each item that is to run at once. Its workers are kept while the case is
repeated, as parmap's are.
"""

import functools
import math
from multiprocessing import Pool

FACTS = {"limit": {"concurrency": 500, "why": "every item at once is a process of its own"}}
CALLS = {"map": "Pool.map", "pool": "Pool.map"}


def map(prepared, concurrency):
    with Pool(concurrency) as pool:
        return pool.map(prepared["function"], prepared["items"], chunksize=1)


@functools.cache
def _open(workers, initializer, *arguments):
    return Pool(workers, initializer, arguments)


def pool(prepared, concurrency):
    initializer, *arguments = prepared.get("initializer", (None,))
    workers = _open(concurrency, initializer, *arguments)
    size = math.ceil(len(items := prepared["items"]) / prepared.get("maps", 1))
    return [result for start in range(0, len(items), size) for result in workers.map(prepared["function"], items[start : start + size])]

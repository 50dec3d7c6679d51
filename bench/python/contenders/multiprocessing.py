"""multiprocessing: a pool with a process for each item that is to run at once. Its workers are kept while the case is
repeated, as parmap's are.
"""

import functools
from multiprocessing import Pool

from parts import parts

FACTS = {"limit": {"concurrency": 500, "why": "every item at once is a process of its own"}}
CALLS = {"map": "Pool.map", "pool": "Pool.map", "cold": "with Pool, map", "flow": "Pool.imap, chunksize"}

# Of imap, whose default sends item by item.
_CHUNK = 10_000


def map(prepared, concurrency):
    with Pool(concurrency) as pool:
        return pool.map(prepared["function"], prepared["items"], chunksize=1)


@functools.cache
def _open(workers, initializer, *arguments):
    return Pool(workers, initializer, arguments)


def pool(prepared, concurrency):
    initializer, *arguments = prepared.get("initializer", (None,))
    workers = _open(concurrency, initializer, *arguments)
    return [result for part in parts(prepared) for result in workers.map(prepared["function"], part)]


def cold(prepared, concurrency):
    results = []
    for part in parts(prepared):
        with Pool(concurrency) as workers:
            results += workers.map(prepared["function"], part)
    return results


def flow(prepared, concurrency):
    with Pool(prepared["workers"]) as workers:
        return prepared["digest"](workers.imap(prepared["function"], prepared["source"](), chunksize=_CHUNK))

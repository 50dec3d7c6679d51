"""multiprocessing: a pool with a process for each item that is to run at once."""

from multiprocessing import Pool

FACTS = {"limit": {"concurrency": 500, "why": "every item at once is a process of its own"}}
CALLS = {"map": "Pool.map"}


def map(prepared, concurrency):
    with Pool(concurrency) as pool:
        return pool.map(prepared["function"], prepared["items"], chunksize=1)

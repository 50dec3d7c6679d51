"""joblib: its default processes, which are kept from call to call and find the size of their batches themselves; threads
for tasks that wait. Its workers cannot be given anything to keep.
"""

from parts import parts

FACTS = {
    "package": "joblib",
    "keepsNoState": True,
    "limit": {"concurrency": 5_000, "why": "every item at once is a thread of its own"},
}
CALLS = {"map": "Parallel, prefer threads", "pool": "Parallel"}


def load():
    import joblib  # noqa: F401: nobody pays for it while the clock runs


def map(prepared, concurrency):
    return _parallel(prepared["function"], prepared["items"], n_jobs=concurrency, prefer="threads")


def pool(prepared, concurrency):
    return [result for part in parts(prepared) for result in _parallel(prepared["function"], part, n_jobs=concurrency)]


def _parallel(function, items, **options):
    from joblib import Parallel, delayed

    return Parallel(**options)(delayed(function)(item) for item in items)

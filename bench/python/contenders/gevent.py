"""gevent: a pool of greenlets, with the standard library patched as its documentation says."""

from gevent import monkey

monkey.patch_all()

from gevent.pool import Pool  # noqa: E402

FACTS = {"package": "gevent"}
CALLS = {"map": "pool.map"}


def map(prepared, concurrency):
    return Pool(concurrency).map(prepared["function"], prepared["items"])

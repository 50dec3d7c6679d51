"""gevent: a pool of greenlets, with the standard library patched as its documentation says."""

FACTS = {"package": "gevent"}
CALLS = {"map": "pool.map"}


def load():
    from gevent import monkey

    monkey.patch_all()


def map(prepared, concurrency):
    from gevent.pool import Pool

    return Pool(concurrency).map(prepared["function"], prepared["items"])

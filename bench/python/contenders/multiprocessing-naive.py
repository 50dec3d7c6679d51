"""multiprocessing used by somebody who does not think of an initializer: what is shared is sent with each chunk, and what
is expensive to make is made for each item.
"""

import functools
from multiprocessing import Pool

FACTS = {"needsState": True}
CALLS = {"pool": "Pool.map, no initializer"}


@functools.cache
def _open(workers):
    return Pool(workers)


def pool(prepared, concurrency):
    function, *data = prepared["naive"]
    return _open(concurrency).map(functools.partial(function, *data), prepared["items"])

"""Functions and coroutines whose items are timed: each notes in a file how many milliseconds an item took, from the call to
its end, as a number of 8 bytes. Nothing but a file is common to all threads and processes.
"""

import functools
import os
import statistics
import struct
import time

_MILLISECONDS = 1e3
# As in src/item-times.ts: a sample of very many does.
_MOST = 50_000

_called = 0


def timed(prepared, file, items):
    """What was prepared, with its items timed, as many as there are."""
    noted = (file, max(1, items // _MOST))
    changed = {}
    if "function" in prepared:
        changed["function"] = functools.partial(_call, noted, prepared["function"])
    if "coroutine" in prepared:
        changed["coroutine"] = functools.partial(_await, noted, prepared["coroutine"])
    if "naive" in prepared:
        function, *data = prepared["naive"]
        changed["naive"] = (functools.partial(_call, noted, function), *data)
    return {**prepared, **changed}


def percentiles(file):
    """In seconds."""
    with open(file, "rb") as noted:
        times = [number for (number,) in struct.iter_unpack("d", noted.read())]
    if not times:
        raise ValueError("no item has been timed")
    parts = statistics.quantiles(times * 2 if len(times) == 1 else times, n=100, method="inclusive")  # as on the Node side
    return {name: parts[place - 1] / _MILLISECONDS for name, place in (("p50", 50), ("p95", 95), ("p99", 99))}


def _is_noted(stride):
    global _called
    _called += 1
    return _called % stride == 0


def _call(noted, function, *arguments):
    file, stride = noted
    if not _is_noted(stride):
        return function(*arguments)
    start = time.perf_counter()
    try:
        return function(*arguments)
    finally:
        _note(file, time.perf_counter() - start)


async def _await(noted, coroutine, *arguments):
    file, stride = noted
    if not _is_noted(stride):
        return await coroutine(*arguments)
    start = time.perf_counter()
    try:
        return await coroutine(*arguments)
    finally:
        _note(file, time.perf_counter() - start)


def _note(file, seconds):
    os.write(_opened(file), struct.pack("d", seconds * _MILLISECONDS))


@functools.cache
def _opened(file):
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # Linux keeps the writes of several apart

"""Python's side of the founding table: N sleeps, all at once."""

import asyncio
import functools
import time


async def _coroutine(seconds, item):
    await asyncio.sleep(seconds)
    return item + 1


def _function(seconds, item):
    time.sleep(seconds)  # looked up at the call: gevent replaces it
    return item + 1


def prepare(case):
    """The task in both of Python's colours, its items, and the right results."""
    seconds = case["ms"] / 1000
    return {
        "coroutine": functools.partial(_coroutine, seconds),
        "function": functools.partial(_function, seconds),
        "items": list(range(case["items"])),
        "expected": lambda: [item + 1 for item in range(case["items"])],
    }

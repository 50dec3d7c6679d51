"""asyncio: gather, which has no bound."""

import asyncio

FACTS = {"bounded": False}
CALLS = {"map": "asyncio.gather"}


def map(prepared, concurrency):
    task = prepared["coroutine"]

    async def gather():
        return await asyncio.gather(*(task(item) for item in prepared["items"]))

    return asyncio.run(gather())

"""Python's side of maps of 10 items, a pool for each."""


def _increment(item):
    return item + 1


def prepare(case):
    items = list(range(case["items"]))
    return {"function": _increment, "items": items, "expected": lambda: [item + 1 for item in items], "maps": case["items"] // 10}

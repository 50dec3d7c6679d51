"""Python's side of the numbers that go to a worker and back."""


def _increment(item):
    return item + 1


def prepare(case):
    items = list(range(case["items"]))
    return {"function": _increment, "items": items, "expected": lambda: [item + 1 for item in items]}

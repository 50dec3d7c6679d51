"""Python's side of the texts that go to a worker and back."""


def _exclaim(item):
    return item + "!"


def prepare(case):
    items = [f"item-{number:010d}" for number in range(case["items"])]
    return {"function": _exclaim, "items": items, "expected": lambda: [item + "!" for item in items]}

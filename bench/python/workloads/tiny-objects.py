"""Python's side of the objects that go to a worker and back."""


def _next(item):
    return {"id": item["id"] + 1, "name": item["name"], "tags": item["tags"]}


def prepare(case):
    items = [{"id": number, "name": f"item-{number}", "tags": ["a", "b"]} for number in range(case["items"])]
    return {"function": _next, "items": items, "expected": lambda: [_next(item) for item in items]}

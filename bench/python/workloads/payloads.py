"""Python's side of the payloads that are copied on their way to a worker and back."""


def _mark(payload):
    return bytes([payload[-1] ^ 0xFF]) + payload[1:]


def prepare(case):
    items = [bytes([number % 256]) * case["bytes"] for number in range(case["items"])]
    return {"function": _mark, "items": items, "expected": lambda: [_mark(item) for item in items]}

"""Python's side of an input that all items share, and many small filters over it."""

_PERIOD = 251
_PART = 250_000
_kept = None


def _keep(data):
    global _kept
    _kept = data


def _apply(item):
    return _count(_kept, item)


def _naive(data, item):
    return _count(data, item)


def _count(data, item):
    byte, start, end = item
    return data.count(byte, start, end)


def prepare(case):
    size = case["bytes"]
    pattern = bytes((place * 7) % _PERIOD for place in range(_PERIOD))
    data = (pattern * (size // _PERIOD + 1))[:size]
    starts = [(number * _PART) % (size - _PART) for number in range(case["items"])]
    items = [(number % _PERIOD, start, start + _PART) for number, start in enumerate(starts)]
    return {
        "function": _apply,
        "initializer": (_keep, data),
        "naive": (_naive, data),
        "items": items,
        "expected": lambda: [_count(data, item) for item in items],
    }

"""Python's side of a stream of numbers that nobody holds. The digest is that of src/digest.ts, unsigned."""

_FACTOR = 31
_BITS = 0xFFFF_FFFF


def _increment(item):
    return item + 1


def _digest(results):
    count = total = 0
    for count, result in enumerate(results, 1):
        total = (total * _FACTOR + result) & _BITS
    return [count, total]


def prepare(case):
    def source():
        return (number for number in range(case["items"]))

    return {
        "function": _increment,
        "source": source,
        "digest": _digest,
        "workers": case["workers"],
        "first": [_increment(0)],
        "expected": lambda: _digest(map(_increment, source())),
    }

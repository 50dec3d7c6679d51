"""Python's side of a model to be loaded, then 50 maps of 10 items. Without numpy, which not everybody has: its figures are
also those of a slower language.
"""

from array import array
from operator import mul

_INPUTS, _OUTPUTS, _IMAGES = 784, 512, 10_000
_kept = None


def _numbers(count, factor):
    return array("d", ((place * factor % 1_000) / 1_000 for place in range(1_000))) * (count // 1_000 + 1)


def _load():
    weights = _numbers(_INPUTS * _OUTPUTS, 7)
    return [weights[start : start + _INPUTS] for start in range(0, _INPUTS * _OUTPUTS, _INPUTS)], _numbers(_IMAGES * _INPUTS, 13)


def _keep():
    global _kept
    _kept = _load()


def _apply(item):
    return _classify(_kept, item)


def _naive(item):
    return _classify(_load(), item)


def _classify(model, item):
    weights, images = model
    image = images[item * _INPUTS : (item + 1) * _INPUTS]
    sums = [sum(map(mul, row, image)) for row in weights]
    return sums.index(max(sums))


def prepare(case):
    items = [number * 17 % _IMAGES for number in range(case["items"])]

    def expected():
        model = _load()
        return [_classify(model, item) for item in items]

    return {"function": _apply, "initializer": (_keep,), "naive": (_naive,), "items": items, "expected": expected, "maps": case["items"] // 10}

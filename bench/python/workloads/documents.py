"""Python's side of the documents of 15,000 and 5,000 words."""

import random
from collections import Counter

_WORD = 20
_kept = None


def _keep():
    global _kept
    _kept = Counter()


def _apply(item):
    return _often(_kept, item)


def _naive(item):
    return _often(Counter(), item)


def _often(counts, item):
    seed, words = item
    text = random.Random(seed).randbytes(_WORD * words)
    counts.clear()
    counts.update(text[place : place + 2] for place in range(0, len(text), _WORD))
    return sum(count > 3 for count in counts.values())


def prepare(case):
    items = [(number + 1, 5_000 if number % 2 else 15_000) for number in range(case["items"])]
    return {
        "function": _apply,
        "initializer": (_keep,),
        "naive": (_naive,),
        "items": items,
        "expected": lambda: [_naive(item) for item in items],
    }

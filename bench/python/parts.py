"""The maps of a case: one, or several, one after the other."""

import math


def parts(prepared):
    """The items, or each of the parts that are maps of their own."""
    items = prepared["items"]
    size = math.ceil(len(items) / prepared.get("maps", 1))
    return (items[start : start + size] for start in range(0, len(items), size))

"""The process of one Python contender in one round, the counterpart of the Node side's: makes ready, times one run,
checks the results and reports on file descriptor 3. `run.py describe` tells what is there instead.

A contender is a module in contenders/ with FACTS, CALLS (the ways it offers) and a function for each way; a workload
is a module in workloads/ with prepare(case). Each process runs its case once; only Node's repeat some.
"""

import importlib
import importlib.metadata
import json
import os
import platform
import re
import resource
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REPORT_FD = 3
KIB = 1024


def load(folder, name):
    """Loads a file of ours under its folder's name, so that contenders/asyncio.py does not hide asyncio itself."""
    return importlib.import_module(f"{folder}.{name}")


def names(folder):
    return sorted(entry[:-3] for entry in os.listdir(os.path.join(HERE, folder)) if entry.endswith(".py"))


def describe():
    return {
        "version": platform.python_version(),
        "workloads": names("workloads"),
        "contenders": {name: describe_contender(name) for name in names("contenders")},
    }


def describe_contender(name):
    try:
        contender = load("contenders", name)
    except ModuleNotFoundError as error:
        return {"missing": f"{sys.executable} has no module {error.name}"}
    package = contender.FACTS.get("package")
    return {**contender.FACTS, "calls": contender.CALLS, "version": package and importlib.metadata.version(package)}


def run(order):
    try:
        contender = load("contenders", order["contender"])
    except ModuleNotFoundError as error:
        return {"status": "missing", "reason": f"{sys.executable} has no module {error.name}"}
    prepared = load("workloads", order["workload"]).prepare(order["case"])
    way = getattr(contender, order["way"])
    before = cpu()
    start = time.perf_counter()
    results = way(prepared, order["case"]["concurrency"])
    seconds = time.perf_counter() - start
    after = cpu()
    peak = peak_bytes()
    wrong = difference(results, prepared["expected"]())
    if wrong:
        return {"status": "wrong", "reason": wrong}
    return {
        "status": "measured",
        "seconds": seconds,
        "userSeconds": after[0] - before[0],
        "systemSeconds": after[1] - before[1],
        "firstSeconds": seconds,
        "spentSeconds": seconds,
        "peakBytes": peak,
    }


def cpu():
    """User and system seconds, of ended children too."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime for usage in usages), sum(usage.ru_stime for usage in usages)


def peak_bytes():
    """This process alone: what its children share with it cannot be told from what they added."""
    if sys.platform.startswith("linux"):
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read(), re.MULTILINE)[1]) * KIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * KIB


def difference(actual, expected):
    if len(actual) != len(expected):
        return f"{len(actual)} results instead of {len(expected)}"
    for index, (got, wanted) in enumerate(zip(actual, expected)):
        if got != wanted:
            return f"result {index} is {got!r} instead of {wanted!r}"
    return None


def main():
    if sys.argv[1] == "describe":
        print(json.dumps(describe()))
        return
    try:
        sample = run(json.loads(sys.argv[1]))
    except Exception as error:  # noqa: BLE001: whatever a contender throws is its own result
        sample = {"status": "crashed", "reason": f"{type(error).__name__}: {error}"}
    os.write(REPORT_FD, (json.dumps(sample) + "\n").encode())


if __name__ == "__main__":
    main()

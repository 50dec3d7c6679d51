"""The process of one Python contender in one round, the counterpart of the Node side's: makes ready, runs the case as
often as it says, times and checks every run, and reports on file descriptor 3. `run.py describe` tells what is there instead.

A contender is a module in contenders/ with FACTS, CALLS (the ways it offers), a function for each way, and load(), if its
package is not Python's own: only there is it imported. A workload is a module in workloads/ with prepare(case).
"""

import importlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import resource
import statistics
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
    contender = load("contenders", name)
    package = contender.FACTS.get("package")
    if package and not importlib.util.find_spec(package):
        return {"missing": f"{sys.executable} has no module {package}", "calls": contender.CALLS}
    return {**contender.FACTS, "calls": contender.CALLS, "version": package and importlib.metadata.version(package)}


def run(order):
    contender = load("contenders", order["contender"])
    if hasattr(contender, "load"):
        contender.load()
    prepared = load("workloads", order["workload"]).prepare(order["case"])
    way = getattr(contender, order["way"])
    concurrency = order["case"]["concurrency"]
    right = None
    peak = None

    def once():
        nonlocal right, peak
        before = cpu()
        start = time.perf_counter()
        results = way(prepared, concurrency)
        seconds = time.perf_counter() - start
        after = cpu()
        peak = peak or peak_bytes()
        right = right or prepared["expected"]()
        wrong = difference(results, right)
        if wrong:
            raise WrongResult(wrong)
        return {"seconds": seconds, "user": after[0] - before[0], "system": after[1] - before[1]}

    try:
        runs, counted = repeat(once, order["case"].get("repetition"))
    except WrongResult as wrong:
        return {"status": "wrong", "reason": str(wrong)}
    return {
        "status": "measured",
        "seconds": statistics.median(run["seconds"] for run in counted),
        "userSeconds": statistics.mean(run["user"] for run in counted),
        "systemSeconds": statistics.mean(run["system"] for run in counted),
        "firstSeconds": runs[0]["seconds"],
        "spentSeconds": spent(runs),
        "peakBytes": peak,
    }


class WrongResult(Exception):
    """Ends the process's runs."""


def repeat(once, rule):
    """The same rule as on the Node side (repetition.ts): all runs, and those that count."""
    runs = [once()]
    if rule is None:
        return runs, runs
    while len(runs) < rule["warmUpRuns"] and spent(runs) < rule["warmUpSeconds"]:
        runs.append(once())
    counted = [once()]
    while len(counted) < rule["steadyRuns"] and spent(counted) < rule["steadySeconds"]:
        counted.append(once())
    return runs + counted, counted


def spent(runs):
    return sum(run["seconds"] for run in runs)


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

"""The process of one Python contender in one round, the counterpart of the Node side's: makes ready, runs the case as
often as it says, times and checks every run, and reports on file descriptor 3. `run.py describe` tells what is there instead;
`run.py firstResult` and `run.py items` look at what would be in the way of the time.

A contender is a module in contenders/ with FACTS, CALLS (the ways it offers), a function for each way, and load(), if its
package is not Python's own: only there is it imported. A workload is a module in workloads/ with prepare(case).
"""

import importlib
import json
import os
import re
import resource
import signal
import sys
import time

import processes

# What not every process needs is imported where it is used: the time to a first result begins with this program.

HERE = os.path.dirname(os.path.abspath(__file__))
REPORT_FD = 3


def load(folder, name):
    """Loads a file of ours under its folder's name, so that contenders/asyncio.py does not hide asyncio itself."""
    return importlib.import_module(f"{folder}.{name}")


def loaded(name):
    """A contender that is ready to map."""
    contender = load("contenders", name)
    if hasattr(contender, "load"):
        contender.load()
    return contender


def names(folder):
    return sorted(entry[:-3] for entry in os.listdir(os.path.join(HERE, folder)) if entry.endswith(".py"))


def describe():
    import platform

    return {
        "version": platform.python_version(),
        "workloads": names("workloads"),
        "contenders": {name: describe_contender(name) for name in names("contenders")},
    }


def describe_contender(name):
    import importlib.metadata
    import importlib.util

    contender = load("contenders", name)
    package = contender.FACTS.get("package")
    if package and not importlib.util.find_spec(package):
        return {"missing": f"{sys.executable} has no module {package}", "calls": contender.CALLS}
    return {**contender.FACTS, "calls": contender.CALLS, "version": package and importlib.metadata.version(package)}


def run(order):
    import statistics

    contender = loaded(order["contender"])
    prepared = load("workloads", order["workload"]).prepare(order["case"])
    way = getattr(contender, order["way"])
    concurrency = order["case"]["concurrency"]
    right = None
    peak = None
    of_children = 0

    def once():
        nonlocal right, peak, of_children
        of_living = processes.time_of(processes.children())
        sent = processes.bytes_exchanged()
        before = cpu()
        start = time.perf_counter()
        results = way(prepared, concurrency)
        seconds = time.perf_counter() - start
        after = cpu()
        sent = processes.bytes_exchanged() - sent
        still_living = processes.time_of(processes.children())
        if peak is None:
            of_children = processes.own_bytes(processes.children())
            peak = peak_bytes() + of_children
        right = right or prepared["expected"]()
        check(results, right)
        user, system = (after[kind] - before[kind] + max(0, still_living[kind] - of_living[kind]) for kind in (0, 1))
        return {"seconds": seconds, "user": user, "system": system, "sent": sent}

    runs, counted = repeat(once, order["case"].get("repetition"))
    return {
        "status": "measured",
        "seconds": statistics.median(run["seconds"] for run in counted),
        "userSeconds": statistics.mean(run["user"] for run in counted),
        "systemSeconds": statistics.mean(run["system"] for run in counted),
        "firstSeconds": runs[0]["seconds"],
        "spentSeconds": spent(runs),
        "peakBytes": peak,
        **({"childrenBytes": of_children, "sentBytes": counted[-1]["sent"]} if of_children else {}),
    }


def look_at_first_result(order):
    """How long this program takes to its first result, less the making of the items."""
    contender = loaded(order["contender"])
    is_streamed = order["way"] == "flow"
    case = order["case"] if is_streamed else {**order["case"], "items": 1}
    begun = time.perf_counter()
    prepared = load("workloads", order["workload"]).prepare(case)
    making = time.perf_counter() - begun

    def seen():
        return {"status": "looked", "firstResultSeconds": time.time() - order["startedAt"] - making}

    def first(results):
        value = next(iter(results))
        looked = seen()
        check([value], prepared["first"])
        end(looked)  # not after all the others

    prepared = {**prepared, "maps": 1, "digest": first}
    results = getattr(contender, order["way"])(prepared, case["concurrency"])
    looked = seen()
    check(results, prepared["expected"]())
    return looked


def look_at_items(order):
    """How long items take, from the call to the end, in a run that nobody times."""
    import tempfile

    import timed

    contender = loaded(order["contender"])
    file = os.path.join(tempfile.gettempdir(), f"item-times-{os.getpid()}")
    prepared = timed.timed(load("workloads", order["workload"]).prepare(order["case"]), file, order["case"]["items"])
    way = getattr(contender, order["way"])
    results = way(prepared, order["case"]["concurrency"])
    if order["case"].get("repetition"):
        os.truncate(file, 0)
        results = way(prepared, order["case"]["concurrency"])
    check(results, prepared["expected"]())
    return {"status": "looked", "itemSeconds": timed.percentiles(file)}


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
            return int(re.search(r"^VmHWM:\s+(\d+) kB$", status.read(), re.MULTILINE)[1]) * processes.KIB
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * processes.KIB


def check(actual, expected):
    if len(actual) != len(expected):
        raise WrongResult(f"{len(actual)} results instead of {len(expected)}")
    for index, (got, wanted) in enumerate(zip(actual, expected)):
        if got != wanted:
            raise WrongResult(f"result {index} is {got!r} instead of {wanted!r}")


def report(sample):
    os.write(REPORT_FD, (json.dumps(sample) + "\n").encode())


def end(sample):
    """Reports, and waits for nothing. Children would keep what they have inherited open."""
    try:
        report(sample)
        for pid in processes.children():
            os.kill(pid, signal.SIGKILL)
    finally:
        os._exit(0)  # also where a child has just ended by itself


WHAT = {"run": run, "firstResult": look_at_first_result, "items": look_at_items}


def main():
    what = sys.argv[1]
    if what == "describe":
        print(json.dumps(describe()))
        return
    try:
        sample = WHAT[what](json.loads(sys.argv[2]))
    except WrongResult as wrong:
        sample = {"status": "wrong", "reason": str(wrong)}
    except Exception as error:  # noqa: BLE001: whatever a contender throws is its own result
        sample = {"status": "crashed", "reason": f"{type(error).__name__}: {error}"}
    report(sample)


if __name__ == "__main__":
    main()

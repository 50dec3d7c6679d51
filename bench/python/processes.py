"""The child processes of this one, as /proc knows them: their processor time, their memory, and what passes between this
process and them. The counterpart of src/process-tree.ts. Linux only; elsewhere there seem to be none.
"""

import os
import re

KIB = 1024


def children():
    """All that descend from this process."""
    pids = [os.getpid()]
    for pid in pids:
        # A child is entered with the thread that has started it.
        for thread in _listed(f"/proc/{pid}/task"):
            pids += [int(child) for child in _read(f"/proc/{pid}/task/{thread}/children").split()]
    return pids[1:]


def time_of(pids):
    """User and system seconds of these so far, and of whom they have waited for; in steps of 10 ms each."""
    user = system = 0
    for pid in pids:
        # The name of the program, in brackets, may hold anything. After it come the fields from the 3rd on: proc(5).
        fields = _read(f"/proc/{pid}/stat").rpartition(") ")[2].split()
        if fields:
            ticks = [int(field) for field in fields[11:15]]
            user += ticks[0] + ticks[2]
            system += ticks[1] + ticks[3]
    return user / os.sysconf("SC_CLK_TCK"), system / os.sysconf("SC_CLK_TCK")


def own_bytes(pids):
    """What each of these holds now and shares with nobody, together: a child that was forked shares much with its parent."""
    private = (re.findall(r"^Private_\w+:\s+(\d+) kB$", _read(f"/proc/{pid}/smaps_rollup"), re.MULTILINE) for pid in pids)
    return KIB * sum(int(size) for sizes in private for size in sizes)


def bytes_exchanged():
    """What this process has written and read so far, whatever to."""
    return sum(int(count) for count in re.findall(r"^[rw]char: (\d+)$", _read("/proc/self/io"), re.MULTILINE))


def _listed(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []  # it has ended


def _read(path):
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read()
    except OSError:
        return ""  # the process has ended, or the system has no such thing

"""What a process needs, as Linux counts it: proc(5)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

needs_proc = pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="read from /proc, which is not here")

STARTING = 5.0  # seconds of the processor at most; about one on the machine of docs/performance.md


def seconds(pid: int) -> float:
    """What the process has used of the processor so far: utime and stime. It runs on while others keep it waiting."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """The most memory that the process has had."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))

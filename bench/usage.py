"""What a process has used so far, as Linux tells it."""

from __future__ import annotations

import os
from pathlib import Path


def memory(process: int) -> float:
    """Resident memory now, MiB."""
    return _status(process, "VmRSS")


def peak_memory_here() -> float:
    """The most resident memory this process ever had, MiB."""
    return _status(os.getpid(), "VmHWM")


def cpu(process: int) -> float:
    """Processor time of all its threads, seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _status(process: int, name: str) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024

"""A share of one processor, as Lambda deals it out by memory."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: so many MB are one vCPU.
WHOLE = 1769
PERIOD = 0.020
CGROUPS = Path("/sys/fs/cgroup")


def of(memory):
    """The share that `memory` MB have, by the kernel's own quota where we may set one, else by stopping and going on."""
    share = memory / WHOLE
    for kind in [Second, First]:
        with contextlib.suppress(OSError, StopIteration):
            return kind(share)
    return Turns(share)


class Quota:
    """A control group; Linux lets it run for so long in each period, whenever it wants to."""

    def __init__(self, share, folder, settings):
        self.folder = folder / f"lamplighter-artefact-{os.getpid()}"
        self.folder.mkdir()
        try:
            for name, value in settings.items():
                # Only what is there already: a folder that is no control group would take any file.
                with (self.folder / name).open("r+") as setting:
                    setting.write(value)
        except OSError:
            self.folder.rmdir()
            raise
        self.name = f"{share:.4f} of a processor, by {self.kind}"

    def enter(self):
        """In the new process, before it becomes the program."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def hold(self, process):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for _ in range(50):  # a process that has just ended may still be in it
            with contextlib.suppress(OSError):
                return self.folder.rmdir()
            time.sleep(0.02)


class Second(Quota):
    kind = "a quota of cgroup v2"

    def __init__(self, share):
        folder = CGROUPS / own("").lstrip("/")
        super().__init__(share, folder, {"cpu.max": f"{micros(share * PERIOD)} {micros(PERIOD)}"})


class First(Quota):
    kind = "a quota of cgroup v1"

    def __init__(self, share):
        folder = CGROUPS / "cpu" / own("cpu").lstrip("/")
        super().__init__(share, folder, {"cpu.cfs_period_us": micros(PERIOD), "cpu.cfs_quota_us": micros(share * PERIOD)})


class Turns:
    """Its turn in each period comes whether it wants to run or not: harder than a quota."""

    def __init__(self, share):
        self.share = share
        self.name = f"{share:.4f} of a processor, by SIGSTOP and SIGCONT"

    def enter(self):
        pass

    def hold(self, process):
        def turns():
            with contextlib.suppress(ProcessLookupError):
                while process.poll() is None:
                    os.kill(process.pid, signal.SIGCONT)
                    time.sleep(self.share * PERIOD)
                    os.kill(process.pid, signal.SIGSTOP)
                    time.sleep((1 - self.share) * PERIOD)
        threading.Thread(target=turns, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def own(controller):
    """The control group that we are in, in the hierarchy of this controller; of none, in the one of version 2."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    return next(path for _, names, path in (line.split(":", 2) for line in lines) if controller in names.split(","))


def micros(seconds):
    return str(round(seconds * 1e6))

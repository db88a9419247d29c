"""Lamplighter as it runs: `serve` in front of `emulate`, for tests from outside."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
AZURE = "http://127.0.0.1:8181"


def until(what, found, seconds=30):
    """What `found` finds as soon as it finds something."""
    end = time.monotonic() + seconds
    while not (it := found()):
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.1)
    return it


class Process:
    """A program that writes into a file of its own, and ends with this test."""

    def __init__(self, folder, name, *command, cwd=None, **env):
        self.path = Path(folder) / f"{name}.log"
        self.log = self.path.open("wb")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, cwd=cwd,
                                        env={**os.environ, **env})

    def said(self):
        return self.path.read_text()

    def check(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{self.path.stem} ended:\n{self.said()}")

    def address(self):
        """The one that it prints."""
        def printed():
            self.check()
            return re.search(r"http://[\d.]+:\d+", self.said())
        return until(f"{self.path.stem} listens", printed).group()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


class Running:
    """Both, with the demo's configuration and `more` behind it, in which AZURE stands for the emulator."""

    def __init__(self, binary, folder, more, *emulated, **env):
        self.processes = []
        self.azure = self.start(folder, "emulate", binary, "emulate", "--addr", "127.0.0.1:0", *emulated).address()
        config, variables = ((DOCS / name).read_text().replace(AZURE, self.azure) for name in ["demo.toml", "demo.env"])
        self.config = config + more.replace(AZURE, self.azure)
        env = {**dict(re.findall(r"(\w+)=(\S+)", variables)), **env, "LAMPLIGHTER_CONFIG": self.config}
        self.server = self.start(folder, "serve", binary, "serve", "--addr", "127.0.0.1:0", **env)
        self.hooks = self.server.address() + "/hooks"

    def start(self, folder, name, *command, **env):
        self.processes.append(Process(folder, name, *command, **env))
        return self.processes[-1]

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        for process in reversed(self.processes):
            process.end()
        if error:
            for process in self.processes:
                print(f"\n-- {process.path.stem}:\n{process.said()[-4000:]}", file=sys.stderr)

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.azure}/_emulator/{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def state(self, name):
        return next(one["state"] for one in self.control("GET", "instances") if one["instance"] == name)

    def set(self, name, **fields):
        self.control("POST", "instances", {"instance": name, **fields})

    def fault(self, operation, fault, **more):
        self.control("POST", "faults", {"operation": operation, "fault": fault, **more})

    def calls(self, *operations):
        """Those of what Azure was asked that are of these operations; of none, all."""
        asked = [call["operation"] for call in self.control("GET", "requests")]
        return [call for call in asked if call and call != "inbox" and (not operations or call in operations)]

    def inbox(self):
        return [message["body"]["text"] for message in self.control("GET", "inbox")]

    def lines(self, message):
        """The lines of the server's log with this message."""
        lines = [json.loads(line) for line in self.server.said().splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("message") == message]

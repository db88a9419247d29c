"""Fleets in 40 workspaces: what a list and a stop of all take, of time, memory and calls."""

import contextlib
import json
import os
import subprocess
import threading
import time

from processes import ANY, SECRET, Emulated
from programs import most_resident, table

WORKSPACES = 40
# Resource Manager's budget of writes for one subscription: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
BUCKET, A_SECOND = 200, 10
# A stop of more takes longer than a quarter of an hour, by that budget alone.
MOST_STOPPED = 1000
# In MB: what a process has that lists one workspace with few instances.
EMPTY = 9


def measure(programs, folder, options):
    rows = []
    for fleet in options.fleet:
        with Fleet(programs.emulator, folder, fleet) as cloud:
            rows.append([f"{fleet:,}, `list all`", *cloud.lists(programs.lamplighter)])
            if fleet <= MOST_STOPPED:
                rows.append([f"{fleet:,}, `stop all`", *cloud.stops(programs.lamplighter)])
    print(f"\nFleets in {WORKSPACES} workspaces, and the few that the emulator always has\n")
    table(["fleet", "instances", "accepted s", "of the write budget", "told after the last has settled s", "CPU s", "resident MB",
           "KB for each", "reads", "writes"], rows)


class Fleet(Emulated):
    def __init__(self, binary, folder, fleet):
        self.processes = []
        self.azure = self.start(folder, f"emulate-{fleet}", binary, "emulate", "--addr", "127.0.0.1:0", "--pace", "by-hand",
                                "--workspaces", str(WORKSPACES - 1), "--instances", str(fleet)).address()

    def run(self, lamplighter, *command):
        cloud = f'{{ authority = "{self.azure}", resource_manager = "{self.azure}", audience = "{self.azure}" }}'
        config = f'[azure]\ncloud = {cloud}\ncredential = "client-secret"\n'
        for number in range(WORKSPACES):
            name = f"ml-ws-{number:04}" if number else "ml-research"
            config += (f'[workspaces.ws{number}]\nsubscription = "00000000-0000-0000-0000-000000000001"\n'
                       f'resource_group = "ml-rg"\nworkspace = "{name}"\n')
        config += '[sources.slack]\nkind = "slack"\nsecret = { env = "SLACK_SIGNING_SECRET" }\n'
        config += '[[grants]]\nto = ["cli:*"]\nmay = ["owner"]\non = ["*"]\n'
        self.control("DELETE", "requests")
        env = {**os.environ, "LAMPLIGHTER_CONFIG": config, "SLACK_SIGNING_SECRET": SECRET,
               "AZURE_TENANT_ID": ANY, "AZURE_CLIENT_ID": ANY, "AZURE_CLIENT_SECRET": "any"}
        self.began = time.monotonic()
        process = subprocess.Popen([lamplighter, "run", "--json", *command], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   text=True)
        self.resident = 0
        self.watch = threading.Thread(target=self.watched, args=[process.pid])
        self.watch.start()
        return process

    def watched(self, pid):
        """The most that the process had in memory until it ended. What the kernel says afterwards counts what Python had before
        it became this process."""
        with contextlib.suppress(OSError, StopIteration):
            while True:
                self.resident = most_resident(pid)
                time.sleep(0.002)

    def used(self, process):
        """Seconds of the processor, and the most in memory in MB."""
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        self.watch.join()
        return usage.ru_utime + usage.ru_stime, self.resident

    def counted(self, process, answer, accepted, budget, told):
        cpu, resident = self.used(process)
        calls = self.calls()
        count = len(answer["results"])
        writes = sum(call in ["stop", "start"] for call in calls)
        each = (resident - EMPTY) * 1000 / count
        return [f"{count:,}", accepted, budget(writes), told, f"{cpu:.2f}", f"{resident:.0f}", f"{each:.1f}" if count > 200 else "",
                f"{len(calls) - writes:,}", f"{writes:,}"]

    def lists(self, lamplighter):
        process = self.run(lamplighter, "list all")
        answer = json.loads(process.stdout.readline())
        return self.counted(process, answer, "", lambda _: "", "")

    def stops(self, lamplighter):
        process = self.run(lamplighter, "--yes", "stop all --force")
        json.loads(process.stdout.readline())
        accepted = time.monotonic() - self.began
        self.control("POST", "settle", {})
        settled = time.monotonic()
        for line in process.stdout:
            answer = json.loads(line)
        told = time.monotonic() - settled

        def of_budget(writes):
            least = max(0, writes - BUCKET) / A_SECOND
            return f"{accepted / least:.2f}×" if least > 5 else ""
        return self.counted(process, answer, f"{accepted:.1f}", of_budget, f"{told:.1f}")

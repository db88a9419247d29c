"""The programs that are measured, built and installed, and what a measurement needs of the kernel."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute()
PEERS = ROOT / "benches/peers"
HOME = TARGET / "benches"


class Programs:
    """Lamplighter as it is released, the emulator, and the peers."""

    def __init__(self):
        triple = host()
        # As infra/release links it.
        released = {**os.environ, "RUSTFLAGS": "-Crelocation-model=static"}
        subprocess.run(["cargo", "build", "--locked", "--release", "--no-default-features", "--target", triple,
                        "--bin", "lamplighter", "--example", "bare"], cwd=ROOT, env=released, check=True)
        subprocess.run(["cargo", "build", "--locked", "--bin", "lamplighter"], cwd=ROOT, check=True)
        release = TARGET / triple / "release"
        self.lamplighter, self.bare = release / "lamplighter", release / "examples/bare"
        self.emulator = TARGET / "debug/lamplighter"
        HOME.mkdir(parents=True, exist_ok=True)
        self.python, self.node = self.installed_python(), self.installed_node()

    def installed_python(self):
        wanted, venv = PEERS / "requirements.txt", HOME / "venv"
        if not same(wanted, HOME / "requirements.txt"):
            shutil.rmtree(venv, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            subprocess.run([venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], check=True)
            shutil.copy(wanted, HOME)
        return venv / "bin/python3"

    def installed_node(self):
        if not same(PEERS / "package-lock.json", HOME / "package-lock.json"):
            shutil.copy(PEERS / "package.json", HOME)
            shutil.copy(PEERS / "package-lock.json", HOME)
            subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=HOME, check=True)
        return Path(shutil.which("node"))

    def versions(self):
        packages = json.loads((PEERS / "package.json").read_text())["dependencies"]
        pinned = re.findall(r"^(azure-ai-ml|slack-bolt)==(\S+)$", (PEERS / "requirements.txt").read_text(), re.MULTILINE)
        return ", ".join([said("rustc", "--version"), said(self.python, "--version"), f"Node {said(self.node, '--version')}",
                          *(f"{name} {version}" for name, version in [*pinned, *packages.items()])])


def host():
    """What rustc compiles for by default."""
    return re.search(r"^host: (.+)$", said("rustc", "-vV"), re.MULTILINE)[1]


def same(wanted, installed):
    return installed.exists() and installed.read_bytes() == wanted.read_bytes()


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def processor_time(pid):
    """How long the threads of a process have run, in seconds: to the nanosecond, as `times` is not."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def most_resident(pid):
    """In MB."""
    return next(int(line.split()[1]) / 1000 for line in Path(f"/proc/{pid}/status").read_text().splitlines()
                if line.startswith("VmHWM:"))


def table(head, rows):
    """Prints a table as Markdown has them."""
    for row in [head, ["---"] + ["---:"] * (len(head) - 1), *rows]:
        print(f"| {' | '.join(map(str, row))} |")
    print()

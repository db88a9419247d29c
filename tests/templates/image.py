"""What infra/container/Containerfile says, done without an engine: its user, variables, entry point and health check,
in a root that holds the program and the C library, and that nobody can write to.

usage: image.py BINARY

Needs Linux with user namespaces. The C library is this machine's, and not that of the base image.
"""

import ctypes
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "infra/container/Containerfile"
# What of a C library the base image has (libc6, libgcc-s1), as far as such a program can want it.
THERE = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
DEBIAN = {"bookworm": "debian12", "trixie": "debian13"}

NEW_NAMESPACES = 0x10000000 | 0x00020000  # CLONE_NEWUSER, CLONE_NEWNS
BIND, REC, PRIVATE, READ_ONLY_AGAIN = 4096, 16384, 1 << 18, 1 | 32 | 4096
NO_NEW_PRIVILEGES = 38

libc = ctypes.CDLL(None, use_errno=True)


def instructions():
    """(stage, word, rest) of each instruction, continued lines joined."""
    lines = [line for line in CONTAINERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    stage = -1
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word:
            stage += word == "FROM"
            yield stage, word, rest.strip()


def image():
    """What the last stage says, and whether both are of one Debian."""
    said = list(instructions())
    builder, base = [rest.split()[0] for _, word, rest in said if word == "FROM"]
    release = builder.rpartition("-")[2]
    assert base.startswith(f"gcr.io/distroless/cc-{DEBIAN[release]}:nonroot"), f"{builder} builds for another C library than {base}"
    last = {word: rest for stage, word, rest in said if stage == 1}
    health = json.loads(last["HEALTHCHECK"].partition("CMD ")[2])
    variables = dict(re.findall(r"(\w+)=(\S+)", last["ENV"]))
    return json.loads(last["ENTRYPOINT"]), health, last["USER"], variables, last["COPY"].split()[-1]


def fill(root, program, binary):
    """The program and the libraries that it names, and the configuration's place."""
    names = re.findall(r"(\S+) => (/\S+)|^\s+(/\S+)", subprocess.check_output(["ldd", binary], text=True), re.MULTILINE)
    for path in (Path(there or loader) for _, there, loader in names):
        assert path.name in THERE, f"the program wants {path.name}, which the base image does not have"
        (root / path.relative_to("/")).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, root / path.relative_to("/"))
    target = root / program.lstrip("/")
    target.parent.mkdir(parents=True)
    shutil.copy(binary, target)
    target.chmod(0o755)


def must(what, result):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def inside(root, user, group, outer=(os.geteuid(), os.getegid())):
    """For the child alone, between fork and exec: what a container is, as far as this program can see."""
    must("unshare", libc.unshare(NEW_NAMESPACES))
    for name, text in [("setgroups", "deny"), ("uid_map", f"{user} {outer[0]} 1"), ("gid_map", f"{group} {outer[1]} 1")]:
        Path("/proc/self", name).write_text(text)
    must("private", libc.mount(None, b"/", None, REC | PRIVATE, None))
    must("bind", libc.mount(bytes(root), bytes(root), None, BIND, None))
    must("read-only", libc.mount(None, bytes(root), None, READ_ONLY_AGAIN, None))
    os.chroot(root)
    os.chdir("/")
    must("no new privileges", libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main(binary):
    entry, health, user, variables, program = image()
    user, group = map(int, user.split(":"))
    assert user and group, "runs as root"
    assert "PORT" in variables, "listens to this machine alone"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        fill(root, program, binary)
        config = root / variables["LAMPLIGHTER_CONFIG"].lstrip("/")
        config.parent.mkdir(parents=True)
        # demo.toml names a time zone, so it also shows that these are in the program.
        shutil.copy(ROOT / "docs/demo.toml", config)
        demo = dict(re.findall(r"(\w+)=(\S+)", (ROOT / "docs/demo.env").read_text()))
        port = free_port()
        # No other variables: what neither the image nor the configuration names is not there.
        env = {**demo, **variables, "PORT": str(port)}

        def run(command, **more):
            return subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, preexec_fn=lambda: inside(root, user, group), **more)

        with open(Path(folder, "log"), "wb") as log:
            server = run(entry, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 20
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                        assert answer.status == 200
                        break
                except OSError:
                    if server.poll() is not None or time.monotonic() > end:
                        raise SystemExit(f"does not serve:\n{Path(folder, 'log').read_text()}") from None
                    time.sleep(0.05)
            status = dict(line.split(":\t", 1) for line in Path(f"/proc/{server.pid}/status").read_text().splitlines())
            assert int(status["CapEff"], 16) == 0, f"has capabilities: {status['CapEff']}"
            assert status["NoNewPrivs"] == "1"
            mounts = [line.split() for line in Path(f"/proc/{server.pid}/mountinfo").read_text().splitlines()]
            assert ["ro"] == [one[5].split(",")[0] for one in mounts if one[4] == "/"], "its root can be written to"
            assert run(health).wait(10) == 0, "the health check says no while the server says 200"
        finally:
            server.send_signal(signal.SIGTERM)
            ended = server.wait(30)
        assert ended == 0, f"SIGTERM ends it with {ended}:\n{Path(folder, 'log').read_text()}"
        assert run(health, stderr=subprocess.DEVNULL).wait(10) == 1, "the health check says yes where nobody listens"
    print(f"{CONTAINERFILE.name}: serves as {user}, without capabilities, from a read-only root; healthy while it does")


main(sys.argv[1])

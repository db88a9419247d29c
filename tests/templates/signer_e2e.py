"""infra/sign.sh against Lamplighter itself, in front of the emulator: how it ends, and what it prints.

    signer_e2e.py BINARY
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Running  # noqa: E402

SCRIPT = Path(__file__).parents[2] / "infra" / "sign.sh"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ANOTHER = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
CONFIG = """
[sources.scripts]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }

[sources.stranger]
kind = "signed"
secret = { env = "NIGHTLY_SECRET" }

[[grants]]
to = ["scripts"]
may = ["stop", "start", "status"]
on = ["research/*"]
"""


class Case:
    """Sends, and compares how it ends."""

    def __init__(self, azure):
        self.azure = azure

    def sends(self, source, body=None, *, secret=SECRET, **env):
        body = () if body is None else (body,)
        env = {"PATH": os.environ["PATH"], "LAMPLIGHTER_SECRET": secret, **env}
        began = time.monotonic()
        ended = subprocess.run([SCRIPT, f"{self.azure.hooks}/{source}", *body], env=env, capture_output=True, text=True,
                               timeout=200)
        self.took = time.monotonic() - began
        return ended

    def ends(self, what, ended, code, out, err=""):
        print(f"{what}: {ended.returncode}, {ended.stdout.strip()!r}, {ended.stderr.strip()!r}, {self.took:.1f} s")
        told = ended.stdout.splitlines()[:1]
        if (ended.returncode, ended.stderr) != (code, err) or not any(out in line for line in told or [""]):
            sys.exit(f"instead of {code}, {out!r}, {err!r}; all it said: {ended.stdout!r}")


def done(case):
    ended = case.sends("nightly")
    case.ends("done, waited for", ended, 0, "nightly stop all: 1 stopped, 1 already off, 1 running a job.")
    case.ends("again", case.sends("nightly"), 0, "nothing to do, 2 already off, 1 running a job.")
    case.ends("a script's", case.sends("scripts", '{"command":"start research/myci"}'), 0, "1 running")
    case.ends("a question", case.sends("scripts", '{"command":"status myci"}'), 0, "myci has been running")
    state = case.azure.state("myci")
    ended = case.sends("nightly", '{"command":"start stopped-ci"}')
    case.ends("a fixed command, whatever the body says", ended, 0, "nightly stop all: 1 stopped")
    if (state, case.azure.calls("start")) != ("Running", ["start"]):
        sys.exit(f"{state}, {case.azure.calls()}")


def asked(case):
    """It is not through when the wait is over. That is curl's own, cut short by a curl that asks for less."""
    case.azure.set("myci", state="Running", lastOperation=None)
    with tempfile.TemporaryDirectory() as tools:
        impatient = Path(tools) / "curl"
        impatient.write_text('#!/bin/sh\nfor one do shift; [ "$one" = "prefer: wait=50" ] && one="prefer: wait=1"\n'
                             'set -- "$@" "$one"; done\nPATH=${PATH#*:} exec curl "$@"\n')
        impatient.chmod(0o755)
        case.azure.fault("operation", "slow", times=0, delay_ms=6000)
        ended = case.sends("scripts", '{"command":"stop myci"}', PATH=f"{tools}:{os.environ['PATH']}")
    case.ends("asked, not through", ended, 0, "scripts stop myci: 1 stopping.")
    case.azure.control("DELETE", "faults")


def refused(case):
    ended = case.sends("scripts", '{"command":"restart research/myci"}')
    case.ends("without a grant for it", ended, 1, "but not restart", "sign.sh: HTTP 403\n")
    ended = case.sends("scripts", '{"command":"delete research/myci"}')
    case.ends("a delete", ended, 1, "", "sign.sh: HTTP 403\n")
    case.ends("without any", case.sends("stranger", '{"command":"stop myci"}'), 1, "", "sign.sh: HTTP 403\n")


def misread(case):
    for body in ["{}", "[1]", '{"command":1}', "stop myci"]:
        ended = case.sends("scripts", body)
        case.ends(f"the body {body}", ended, 1, 'The signature is valid, but the body is not {"command": "…"}.', "sign.sh: HTTP 400\n")
    ended = case.sends("scripts", '{"command":"sotp myci"}')
    case.ends("a verb that is none", ended, 1, "stop myci", "sign.sh: HTTP 400\n")


def stranger(case):
    words = "sign.sh: HTTP 401: the secret is not the one of that source, or the clock here is wrong\n"
    case.ends("another secret", case.sends("nightly", secret=ANOTHER), 1, "", words)
    long_ago = str(int(time.time()) - 400)
    case.ends("a clock that is wrong", case.sends("nightly", LAMPLIGHTER_TIME=long_ago), 1, "", words)
    case.ends("no such source", case.sends("nobody"), 1, "", "sign.sh: HTTP 404\n")


def faulty(case):
    """Azure has a fault: what is said of it each time, and that it comes again."""
    case.azure.set("myci", state="Running", lastOperation=None)
    stops = len(case.azure.calls("stop"))
    case.azure.fault("list", "500", times=0)
    with tempfile.TemporaryDirectory() as tools:
        # Instead of waiting, Azure is well again.
        sleep = Path(tools) / "sleep"
        sleep.write_text(f'#!/bin/sh\necho "$1" >>"{tools}/slept"\n'
                         f'exec curl --silent --request DELETE "{case.azure.azure}/_emulator/faults"\n')
        sleep.chmod(0o755)
        ended = case.sends("nightly", PATH=f"{tools}:{os.environ['PATH']}")
        slept = (Path(tools) / "slept").read_text()
    ended.stdout = ended.stdout.replace('{"ok":true}', "")
    case.ends("a faulty Azure, then a well one", ended, 0, "1 stopped", "sign.sh: HTTP 503; again in 30 s\n")
    if (slept, len(case.azure.calls("stop"))) != ("30\n", stops + 1):
        sys.exit(f"{slept!r}, {case.azure.calls('stop')}")


def blind(case):
    """It could not look: never 0, and no second try where that would end the same way."""
    case.azure.set("myci", state="Running", lastOperation=None)
    for fault in ["403", "401", "404"]:
        case.azure.fault("list", fault, times=0)
        lists = len(case.azure.calls("list"))
        for source, body in [("nightly", None), ("scripts", '{"command":"stop all"}'), ("scripts", '{"command":"status all"}')]:
            case.ends(f"a list that ends with {fault}", case.sends(source, body), 1, "", "sign.sh: HTTP 424\n")
        case.azure.control("DELETE", "faults")
        if fault != "401" and len(case.azure.calls("list")) != lists + 3:
            sys.exit(f"{case.azure.calls('list')[lists:]}")
    case.azure.fault("tags", "403", times=0)
    case.ends("keeps that cannot be read", case.sends("nightly"), 1, "1 left alone", "sign.sh: HTTP 424\n")
    case.azure.control("DELETE", "faults")
    for body in ['{"command":""}', '{"command":" ? "}']:
        case.ends(f"the body {body}", case.sends("scripts", body), 1, "the command is empty", "sign.sh: HTTP 400\n")


def partly(case):
    case.azure.set("myci", state="Running", lastOperation=None)
    case.azure.fault("stop", "disk-full", times=0)
    ended = case.sends("nightly")
    case.ends("a full disk", ended, 1, "1 failed", "sign.sh: HTTP 200, but not all of it was done\n")
    case.azure.control("DELETE", "faults")


with tempfile.TemporaryDirectory() as folder, Running(
        Path(sys.argv[1]).resolve(), folder, CONFIG, NIGHTLY_SECRET=SECRET) as azure:
    case = Case(azure)
    for part in [done, asked, refused, misread, stranger, faulty, blind, partly]:
        part(case)

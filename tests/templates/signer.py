"""infra/sign.sh under the shells that are here, against a server that answers as it is told."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "infra" / "sign.sh"
# That of the Standard Webhooks specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VECTOR = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
ASKED = {"id": "e0c7b7", "command": "stop myci", "message": "*myci*: asked Azure to stop it.", "results": []}


def result(outcome, message="said"):
    of_one = {"target": "research/myci", "outcome": outcome, "state": None, "reason": None, "seconds": None}
    return json.dumps({"id": "e0c7b7", "command": "stop myci", "message": message, "results": [of_one]},
                      separators=(",", ":"))


class Server:
    """Gives the answers in turn: status, headers, body. Keeps what it got."""

    def __init__(self, *answers):
        answers, got = list(answers), []
        self.got = got

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status, headers, text = answers.pop(0)
                self.send_response(status)
                for name, value in {**headers, "content-length": len(text.encode())}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks/nightly"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def sign(shell, *args, secret=SECRET, **env):
    env = {"PATH": os.environ["PATH"], "LAMPLIGHTER_SECRET": secret, **env}
    return subprocess.run([*shell, SCRIPT, *args], env=env, capture_output=True, text=True, timeout=120)


def expected(secret, id, time, body):
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), f"{id}.{time}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(mac.digest()).decode()


def same(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r} instead of {wanted!r}")


def signatures(shell):
    fixed = dict(SIGN_ONLY="1", LAMPLIGHTER_ID=VECTOR["webhook-id"], LAMPLIGHTER_TIME=VECTOR["webhook-timestamp"])
    printed = sign(shell, "https://example.com", '{"test": 2432232314}', **fixed)
    same("the specification's vector", dict(line.split(": ") for line in printed.stdout.splitlines()), VECTOR)
    # All bytes that a key can have, and every length that counts.
    keys = [bytes(range(at, at + 64)) for at in range(0, 256, 64)] + [b"\\" * 24, b"%n" * 16, b"\0" * 63]
    for key in keys:
        secret = "whsec_" + base64.b64encode(key).decode()
        for body in ['{"command":"stop research/myci"}', "%s \\n é", "x" * 5000]:
            printed = sign(shell, "https://example.com", body, secret=secret, **fixed).stdout
            wanted = expected(secret, VECTOR["webhook-id"], VECTOR["webhook-timestamp"], body.encode())
            same(f"the signature by {key!r}", printed.split("webhook-signature: ")[-1].strip(), wanted)


def verdicts(shell):
    """What it prints and how it ends, by what it is answered."""
    for answer, code, out, err in [
        ((200, {}, result("done", 'a "b"\n*c* \\ d')), 0, 'a "b"\n*c* \\ d\n', ""),
        ((200, {}, result("already", 'says "outcome":"failed"')), 0, 'says "outcome":"failed"\n', ""),
        ((202, {}, json.dumps(ASKED)), 0, ASKED["message"] + "\n", ""),
        ((200, {}, result("failed")), 1, "said\n", "sign.sh: HTTP 200, but not all of it was done\n"),
        ((202, {}, result("failed")), 1, "said\n", "sign.sh: HTTP 202, but not all of it was done\n"),
        ((200, {}, json.dumps({**ASKED, "verdict": "failed"})), 1, ASKED["message"] + "\n",
         "sign.sh: HTTP 200, but not all of it was done\n"),
        ((424, {}, json.dumps({**ASKED, "verdict": "failed", "detail": "x"})), 1, ASKED["message"] + "\n",
         "sign.sh: HTTP 424\n"),
        ((401, {}, ""), 1, "",
         "sign.sh: HTTP 401: the secret is not the one of that source, or the clock here is wrong\n"),
        ((403, {}, json.dumps({"status": 403, "title": "Forbidden", "detail": "no grant"}, indent=1)), 1,
         "no grant\n", "sign.sh: HTTP 403\n"),
        ((500, {}, "<html>"), 1, "", "sign.sh: HTTP 500\n"),
    ]:
        with Server(answer) as server:
            ended = sign(shell, server.url, "@x")
        same(f"after {answer}", (ended.returncode, ended.stdout, ended.stderr), (code, out, err))
        headers, body = server.got[0]
        same("the body", body, b"@x")
        same("the wait", (headers["prefer"], headers["content-type"]), ("wait=50", "application/json"))
        wanted = expected(SECRET, headers["webhook-id"], headers["webhook-timestamp"], body)
        same("the signature", headers["webhook-signature"], wanted)


def trying_again(shell):
    busy = (503, {"Retry-After": "0"}, json.dumps({"title": "Azure is down"}))
    with Server(busy, busy, busy, (200, {}, result("done"))) as server:
        ended = sign(shell, server.url)
    same("the end", (ended.returncode, ended.stdout, len(server.got)), (0, "said\n", 4))
    same("the body that is sent without one", {got[1] for got in server.got}, {b"{}"})
    same("messages of different id or time", len({tuple(sorted(got[0].items())) for got in server.got}), 1)
    with Server(*[busy] * 4) as server:
        ended = sign(shell, server.url)
    same("the end", (ended.returncode, ended.stdout, len(server.got)), (1, "Azure is down\n", 4))
    # Nobody listens there any more. What sleeps is only played.
    with tempfile.TemporaryDirectory() as tools:
        slept = Path(tools) / "slept"
        played(tools, "sleep", f'echo "$1" >>"{slept}"')
        ended = sign(shell, server.url, PATH=f"{tools}:{os.environ['PATH']}")
        same("the end without anybody", ended.returncode, 1)
        same("its pauses", slept.read_text(), "5\n15\n45\n")


def secrecy(shell):
    """Neither the secret nor the key is ever an argument, or in the environment of another program."""
    with tempfile.TemporaryDirectory() as tools, Server((200, {}, result("done"))) as server:
        seen = Path(tools) / "seen"
        for name in ["openssl", "curl", "od", "tr", "sed", "awk", "grep", "mktemp", "date"]:
            played(tools, name, f'{{ echo {name} "$@"; env; }} >>"{seen}"; exec {shutil.which(name)} "$@"')
        ended = sign(shell, server.url, PATH=f"{tools}:{os.environ['PATH']}")
        same("the end", ended.returncode, 0)
        seen = seen.read_text()
    key = base64.b64decode(SECRET.removeprefix("whsec_")).hex()
    same("programs seen", [name for name in ["openssl", "curl", "od"] if f"{name} " not in seen], [])
    for secret in [SECRET.removeprefix("whsec_"), key, key.upper()]:
        same("the secret among them", secret in seen, False)


def mistakes(shell):
    for args, secret in [((), SECRET), (("x", "y", "z"), SECRET), (("x",), ""), (("x",), "MfKQ9r8GKYqr"),
                         (("x",), "whsec_not base64"), (("x",), "whsec_c2hvcnQ=")]:
        ended = sign(shell, *args, secret=secret)
        same(f"the end of {args} with {secret}", (ended.returncode, ended.stdout), (2, ""))
        same("its words", ended.stderr.startswith("sign.sh: "), True)
    for id in ["run.1", "a b", "a\nx-other: 1"]:
        same(f"the end with the id {id!r}", sign(shell, "x", LAMPLIGHTER_ID=id).returncode, 2)


def hostile_settings(shell):
    """What ~/.curlrc says does not reach the message, nor what is made of the answer."""
    settings = ["fail", "include", "location", "data = evil", "header = \"webhook-id: evil\"", "request = GET", "write-out = 200",
                "output = evil", "url = http://127.0.0.1:1/evil", "proxy = http://127.0.0.1:1", "max-time = 0.001", "no-such-option"]
    for setting in settings:
        with tempfile.TemporaryDirectory() as home, Server((403, {}, json.dumps({"detail": "no grant"}))) as server:
            for name in [".curlrc", "curlrc"]:
                (Path(home) / name).write_text(setting + "\n")
            ended = sign(shell, server.url, HOME=home, CURL_HOME=home, XDG_CONFIG_HOME=home)
        same(f"with {setting}", (ended.returncode, ended.stdout, ended.stderr), (1, "no grant\n", "sign.sh: HTTP 403\n"))
        same("what was sent", [got[1] for got in server.got], [b"{}"])


def reserved_names(shell):
    """No variable is set that zsh keeps for itself: played by shells in which none of them can be."""
    names = "status argv path cdpath fpath manpath mailpath psvar watch prompt signals pipestatus options functions"
    names += " aliases commands history modules parameters builtins dirstack jobstates widgets keymaps"
    with Server((200, {}, result("done"))) as server:
        ended = sign([*shell, "-c", f'readonly {names}; . "$0"'], server.url)
    same("the end where zsh's names are read-only", (ended.returncode, ended.stdout, ended.stderr), (0, "said\n", ""))


def played(folder, name, text):
    path = Path(folder) / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


shells = [["sh"], ["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"], ["zsh"], ["zsh", "--emulate", "sh"]]
shells = [shell for shell in shells if shutil.which(shell[0])]
for shell in shells:
    checks = [signatures, verdicts, trying_again, secrecy, mistakes, hostile_settings]
    for check in checks + ([] if shell[0] == "zsh" else [reserved_names]):
        check(shell)
print("infra/sign.sh under", ", ".join(" ".join(shell) for shell in shells))

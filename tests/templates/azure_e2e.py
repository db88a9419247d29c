"""The configurations of infra/azure as its templates start them, with no more in the environment than these and the platform set: their
secrets are in the emulator's key vault, and the emulator gives tokens to the managed identity. The timers are rung by the functions and the
jobs that are deployed.

    azure_e2e.py BINARY
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Process, until  # noqa: E402

BINARY = Path(sys.argv[1]).resolve()
INFRA = Path(__file__).parents[2] / "infra" / "azure"
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TIMER_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TIMERS = ["evening-notice", "nightly", "morning", "due"]
TOLD = ["In 30 min I would stop 1 instance; this is a dry run", "1 to stop, 1 already off, 1 running a job.",
        "`cost --since 18:00`"]


def asked(url, body=None):
    with urllib.request.urlopen(url, body and json.dumps(body).encode(), timeout=30) as answer:
        return answer.read()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def alone(env, *command, folder="."):
    """A command with nothing in its environment but this."""
    return ["env", "-i", "-C", str(folder), *(f"{name}={value}" for name, value in env.items()), *map(str, command)]


def config(name, azure):
    """A configuration with the emulator in the vault's and Azure's place."""
    cloud = f'cloud = {{ authority = "{azure}", resource_manager = "{azure}", audience = "https://management.azure.com" }}\n'
    text = (INFRA / name).read_text().replace("https://VAULT.vault.azure.net", azure)
    return text.replace("[azure]\n", "[azure]\n" + cloud)


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")


def rung(azure, before, secrets, previous):
    """Each timer was heard, told what it would do, and did nothing."""
    def messages():
        return [message["body"]["text"] for message in json.loads(asked(f"{azure}/_emulator/inbox"))][before:]
    told = until("three messages", lambda: len(messages()) >= 3 and messages())
    for said, wanted in zip(told, TOLD):
        if wanted not in said:
            sys.exit(f"{said!r} without {wanted!r}")
    calls = json.loads(asked(f"{azure}/_emulator/requests"))
    same("what was changed", {call["operation"] for call in calls} & {"start", "stop", "restart"}, set())
    fetched = {(call["secret"], call["status"]) for call in calls if call["operation"] == "vault-secret"}
    # What is not being changed has none before it, and starts all the same.
    absent = {(f"{secret}-previous", 404) for secret in previous}
    same("what the vault was asked", fetched, {(secret, 200) for secret in secrets} | absent)


def functions(folder, azure, platform):
    package = Path(folder) / "package"
    shutil.copytree(INFRA / "functions", package)
    program = json.loads((package / "host.json").read_text())["customHandler"]["description"]["defaultExecutablePath"]
    shutil.copy(BINARY, package / program)
    resources = json.loads((INFRA / "functions.json").read_text())["resources"]
    [site] = [one for one in resources if one["type"] == "Microsoft.Web/sites"]
    settings = {one["name"]: one["value"] for one in site["properties"]["siteConfig"]["appSettings"]}
    (package / settings["LAMPLIGHTER_CONFIG"]).write_text(config("lamplighter.toml", azure))
    port = free_port()
    env = {**settings, **platform, "FUNCTIONS_CUSTOMHANDLER_PORT": port}
    handler = Process(folder, "functions", *alone(env, package / program, folder=package))
    try:
        until("the handler listens", lambda: handler.check() or "listening" in handler.said())
        asked(f"http://127.0.0.1:{port}/api/healthz")
        for timer in TIMERS:
            send = [BINARY, "send", "functions/timer", "--to", f"http://127.0.0.1:{port}/{timer}"]
            ended = subprocess.run(alone(env, *send, folder=package), capture_output=True, text=True)
            same(f"the function {timer}", (ended.returncode, ended.stdout.splitlines()[:1]), (0, ["HTTP 200"]))
        rung(azure, 0, ["slack-signing-secret", "slack-ops-webhook", "lamplighter-ticket-key"], ["slack-signing-secret", "lamplighter-ticket-key"])
    finally:
        handler.end()


def container_apps(folder, azure, platform):
    template = json.loads((INFRA / "container-apps.json").read_text())
    [app] = [one for one in template["resources"] if one["type"] == "Microsoft.App/containerApps"]
    given = {"LAMPLIGHTER_CONFIG": config("container-apps.toml", azure), "AZURE_CLIENT_ID": "00000000-0000-0000-0000-0000000000cc"}
    same("the app's variables", {one["name"] for one in app["properties"]["template"]["containers"][0]["env"]}, given.keys())
    server = Process(folder, "app", *alone({**given, **platform, "PORT": free_port()}, BINARY, "serve"))
    try:
        address = server.address().replace("0.0.0.0", "127.0.0.1")
        asked(f"{address}/healthz")
        [deployed] = [one["properties"]["template"] for one in template["resources"] if one.get("copy", {}).get("name") == "timerJobs"]
        [job] = [one for one in deployed["resources"] if one["type"] == "Microsoft.App/jobs"]
        container = job["properties"]["template"]["containers"][0]
        for timer in template["variables"]["timers"]:
            known = {"source": timer["source"], "url": f"{address}/hooks/{timer['source']}"}
            args = [re.sub(r"\[format\('(.*)\{0\}', parameters\('(\w+)'\)\)\]", lambda it: it[1] + known[it[2]], arg)
                    for arg in container["args"]]
            env = {"LAMPLIGHTER_CONFIG": deployed["variables"]["config"].replace("SOURCE", timer["source"]), "TIMER_SECRET": TIMER_SECRET}
            ended = subprocess.run(alone(env, BINARY, *args), capture_output=True, text=True, stdin=subprocess.DEVNULL)
            same(f"the job {timer['source']}", (ended.returncode, ended.stdout.splitlines()[:1]), (0, ["HTTP 200"]))
        rung(azure, 3, ["slack-signing-secret", "slack-ops-webhook", "lamplighter-ticket-key", *TIMERS], ["slack-signing-secret", "lamplighter-ticket-key", *TIMERS])
    finally:
        server.end()


with tempfile.TemporaryDirectory() as folder:
    emulator = Process(folder, "emulate", BINARY, "emulate", "--addr", "127.0.0.1:0")
    try:
        azure = emulator.address()
        secrets = {"slack-signing-secret": SLACK_SECRET, "slack-ops-webhook": f"{azure}/_emulator/inbox/ops", "lamplighter-ticket-key": "t" * 32}
        for name, value in {**secrets, **dict.fromkeys(TIMERS, TIMER_SECRET)}.items():
            asked(f"{azure}/_emulator/secrets", {"store": "key-vault", "name": name, "value": value})
        platform = {"IDENTITY_ENDPOINT": f"{azure}/msi/token", "IDENTITY_HEADER": "any"}
        functions(folder, azure, platform)
        container_apps(folder, azure, platform)
    finally:
        emulator.end()
print("infra/azure: three timers each on Functions and Container Apps, with secrets from the vault")

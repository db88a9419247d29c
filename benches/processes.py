"""Cold starts under AWS Lambda's Runtime API: each program, started again and again in turns, stops an instance of the emulator."""

import base64
import collections
import hashlib
import hmac
import shutil
import statistics
import time
import urllib.parse

import function
from front import Front
from programs import HOME, PEERS, processor_time, table
from running import DOCS, Running

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
ANY = "00000000-0000-0000-0000-0000000000aa"
WORKSPACE = ("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ml-rg"
             "/providers/Microsoft.MachineLearningServices/workspaces/ml-research")
CREDENTIALS = {"id": "AKIAEMULATED00000000", "secret": "any", "session": "any"}
WARM = 20
# So short that Lamplighter, which follows its stop until shortly before this, asks for the next event at once.
TIMEOUT = 1


class Emulated(Running):
    """The emulator, at http and behind TLS."""

    def __init__(self, binary, folder):
        self.processes = []
        self.azure = self.start(folder, "emulate", binary, "emulate", "--addr", "127.0.0.1:0", "--pace", "by-hand").address()
        self.front = Front(int(self.azure.rpartition(":")[2]))

    def slash(self, text):
        """Somebody types /ci in Slack, which calls the Function URL."""
        body = urllib.parse.urlencode({
            "team_id": "T0DEMO", "channel_id": "C0OPS", "user_id": "U0ADA", "command": "/ci", "text": text,
            "response_url": f"{self.azure}/_emulator/inbox/slack"})
        now = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
        return {
            "version": "2.0", "routeKey": "$default", "rawPath": "/hooks/slack", "rawQueryString": "",
            "headers": {"content-type": "application/x-www-form-urlencoded",
                        "x-slack-request-timestamp": now, "x-slack-signature": f"v0={signature}"},
            "requestContext": {"http": {"method": "POST", "path": "/hooks/slack"}, "stage": "$default"},
            "body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True}

    def environment(self, url, folder):
        config = (DOCS / "demo.toml").read_text().replace("http://127.0.0.1:8181", url)
        return {
            **function.surroundings(1769, folder, CREDENTIALS),
            "LAMPLIGHTER_CONFIG": config, "SLACK_SIGNING_SECRET": SECRET, "SLACK_OPS_WEBHOOK": f"{self.azure}/_emulator/inbox/ops",
            "NIGHTLY_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "AZURE_TENANT_ID": ANY, "AZURE_CLIENT_ID": ANY, "AZURE_CLIENT_SECRET": "any",
            "BENCH_AZURE": url, "BENCH_SCOPE": f"{url}/.default", "BENCH_WORKSPACE": WORKSPACE,
            "SSL_CERT_FILE": self.front.root, "REQUESTS_CA_BUNDLE": self.front.root, "NODE_EXTRA_CA_CERTS": self.front.root,
            "HOME": str(folder), "PYTHONPYCACHEPREFIX": str(HOME / "bytecode"),
        }


class Whole:
    """No limit of the processor: its time is measured."""

    def enter(self):
        pass

    def hold(self, process):
        pass


class Program:
    def __init__(self, name, folder, size=None, calls_azure=True):
        self.name, self.folder, self.size, self.calls_azure = name, folder, size, calls_azure
        self.figures = collections.defaultdict(lambda: collections.defaultdict(list))

    def median(self, way, what):
        return statistics.median(self.figures[way][what])


def native(name, binary, folder, **more):
    folder.mkdir()
    (folder / "bootstrap").symlink_to(binary)
    return Program(name, folder, binary.stat().st_size / 1e6, **more)


def script(name, interpreter, source, folder):
    """The interpreter is called as the kernel does, so that no shell counts."""
    folder.mkdir()
    for file in PEERS.iterdir():
        shutil.copy(file, folder)
    text = f"#!{interpreter}\n" + (f'import("./{source}");\n' if source.endswith(".mjs") else (PEERS / source).read_text())
    (folder / "node_modules").symlink_to(HOME / "node_modules")
    (folder / "bootstrap").write_text(text)
    (folder / "bootstrap").chmod(0o755)
    return Program(name, folder)


def measure(programs, folder, options):
    each = [
        native("bare lambda_http, which asks Azure nothing", programs.bare, folder / "bare", calls_azure=False),
        native("Lamplighter", programs.lamplighter, folder / "lamplighter"),
        script("careful Python", programs.python, "careful.py", folder / "careful"),
        script("Bolt for Node, with fetch", programs.node, "bolt.mjs", folder / "node"),
        script("Bolt for Python, with azure-ai-ml", programs.python, "bolt.py", folder / "bolt"),
    ]
    with Emulated(programs.emulator, folder) as cloud:
        ways = {"http": cloud.azure, "TLS": cloud.front.url}
        # Once before, so that files are in memory and Python's bytecode is written.
        for turn in range(options.rounds + 1):
            for way, url in ways.items():
                for program in each:
                    # Its credential takes no http.
                    if way == "TLS" or "azure-ai-ml" not in program.name:
                        start(program, way, cloud, url, keep=turn > 0)
    for way in ways:
        show(way, [program for program in each if program.figures[way]])
    return each


def start(program, way, cloud, url, keep):
    """One cold start, a stop, and then warm answers."""
    cloud.set("myci", state="Running")
    cloud.control("DELETE", "requests")
    environment, log = cloud.environment(url, program.folder), program.folder / "log"
    with function.Function(program.folder, environment, log, TIMEOUT, Whole()) as running:
        try:
            _, answered, answer = running.answer(cloud.slash("stop myci"))
        except SystemExit:
            raise SystemExit(f"{program.name}:\n{log.read_text()}") from None
        cold, resident = processor_time(running.process.pid), running.resident()
        if program.calls_azure and (answer["statusCode"] != 200 or "asked Azure to stop" not in str(answer)):
            raise SystemExit(f"{program.name} answers {answer}\n{log.read_text()}")
        calls = [call for call in cloud.calls() if call in ["token", "get", "stop"]]
        for _ in range(WARM):
            running.answer(cloud.slash("stop myci"))
        warm = (processor_time(running.process.pid) - cold) / WARM
    if keep:
        figures = program.figures[way]
        figures["wall"].append((answered - running.began) * 1e3)
        figures["cpu"].append(cold * 1e3)
        figures["warm"].append(warm * 1e3)
        figures["resident"].append(resident)
        figures["calls"].append(len(calls))


def show(way, each):
    print(f"\nA cold `stop myci` over {way}, median of {len(each[0].figures[way]['cpu'])} starts each\n")
    bare, ours = each[0], next(program for program in each if program.name == "Lamplighter")
    rows = []
    for program in each:
        cpu = program.median(way, "cpu")
        spread = statistics.quantiles(program.figures[way]["cpu"], n=10)
        rows.append([
            program.name, f"{cpu:.1f}", f"{spread[0]:.1f}–{spread[-1]:.1f}", f"{cpu / bare.median(way, 'cpu'):.1f}×",
            f"{cpu / ours.median(way, 'cpu'):.1f}×", f"{program.median(way, 'wall'):.0f}", f"{program.median(way, 'warm'):.2f}",
            f"{program.median(way, 'resident'):.1f}", f"{program.median(way, 'calls'):.0f}",
            f"{program.size:.2f}" if program.size else ""])
    table(["program", "CPU ms", "10–90 %", "of bare", "of Lamplighter", "wall ms", "warm CPU ms", "resident MB", "calls", "binary MB"], rows)

"""The archive for AWS Lambda, unpacked and started as Lambda would, with what the template gives it and no more:
cold, at a small function's share of a processor, before an emulated AWS and Azure that take their time. Once over plain
http, as the emulator speaks it, and once over TLS 1.3, as the clouds do: the second is the figure that counts.

    cold_start.py LAMBDA.zip EMULATOR

Needs openssl besides Python.
"""

import base64
import datetime
import hashlib
import hmac
import json
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import zipfile
from pathlib import Path

import function
import share
import tls

sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Running, until  # noqa: E402

AWS = Path(__file__).parents[2] / "infra/aws"
TASK = "/var/task"
STARTS = 5
DELAY_MS = 60
# TCP takes one round trip before TLS can begin, and TLS 1.3 one before there can be a request.
SETUP_MS = 2 * DELAY_MS
SERVICES = ["secrets-manager", "sts", "entra", "resource-manager"]
LIMIT = 3.0
RESIDENT_MB = 10

# What AWS keeps for us, and what else nobody may read in a log.
SECRETS = {"SLACK_SIGNING_SECRET": "planted-signing-secret", "SLACK_OPS_WEBHOOK": "planted-webhook",
           "LAMPLIGHTER_TICKET_KEY": "planted-key-of-thirty-two-letters"}
CREDENTIALS = {"id": "AKIAEMULATED00000000", "secret": "emulated-secret-access-key", "session": "planted-session-token"}
NEVER = ["planted-", CREDENTIALS["id"], CREDENTIALS["secret"], "v0=", "eyJ", "Bearer", "response_url", "_emulator/inbox"]


class Template:
    """What the template says of the function. Read as text: this needs nothing but Python."""

    def __init__(self, path):
        self.text = path.read_text()
        self.memory, self.timeout = int(self.one(r"MemorySize: (\d+)")), int(self.one(r"\n      Timeout: (\d+)"))
        variables = self.one(r"\n      Environment:\n(?: +#.*\n)*        Variables:\n((?:          .*\n)+)")
        self.variables = dict(re.findall(r"^ +(\w+): (.+?)(?: +#.*)?$", variables, re.MULTILINE))
        self.inputs = dict(re.findall(r"""Input: '(\{"source":"([\w-]+)".*\})'""", self.text))
        self.inputs = {name: text for text, name in self.inputs.items()}

    def one(self, pattern):
        found = re.findall(pattern, self.text)
        if len(found) != 1:
            raise SystemExit(f"{len(found)} places in the template are {pattern}")
        return found[0]

    def environment(self, parameters, folder):
        """The function's variables, where it is not unpacked to /var/task but to `folder`."""
        environment = {}
        for name, value in self.variables.items():
            if reference := re.fullmatch(r"!Ref (\w+)", value):
                value = parameters[reference.group(1)]
            elif value.startswith("!"):
                raise SystemExit(f"{name} is {value}, which this does not know")
            environment[name] = value.replace(TASK, str(folder))
        return environment

    def input(self, source, when):
        """What its schedule sends to this source."""
        return json.loads(self.inputs[source].replace("<aws.scheduler.scheduled-time>", when))


class Emulated(Running):
    """AWS and Azure, each call answered after a while, with our secrets in Secrets Manager."""

    def __init__(self, folder, binary):
        self.processes = []
        self.azure = self.start(folder, "emulate", binary, "emulate", "--addr", "127.0.0.1:0",
                                "--instances", "2", "--delay-ms", str(DELAY_MS)).address()
        self.webhook = f"{self.azure}/_emulator/inbox/{SECRETS['SLACK_OPS_WEBHOOK']}"
        secret = json.dumps({**SECRETS, "SLACK_OPS_WEBHOOK": self.webhook})
        self.control("POST", "secrets", {"store": "aws-secret", "name": "lamplighter", "value": secret})
        self.at = dict.fromkeys(SERVICES, self.azure)

    def configuration(self):
        """The one that the template deploys, of this cloud, and with our inbox in the place of Slack's."""
        entra, manager = self.at["entra"], self.at["resource-manager"]
        text = (AWS / "lamplighter.toml").read_text()
        for table, line in [
            ("[azure]", f'cloud = {{ authority = "{entra}", resource_manager = "{manager}", audience = "{manager}" }}'),
            ("[sources.slack]", 'reply_hosts = ["127.0.0.1"]'),
        ]:
            text, count = re.subn(rf"^{re.escape(table)}.*$", rf"\g<0>\n{line}", text, flags=re.MULTILINE)
            if count != 1:
                raise SystemExit(f"infra/aws/lamplighter.toml has {count} {table}")
        return text

    def environment(self, template, folder):
        own = function.surroundings(template.memory, folder, CREDENTIALS)
        parameters = {"AzureTenantId": "00000000-0000-0000-0000-0000000000aa",
                      "AzureClientId": "00000000-0000-0000-0000-0000000000ab"}
        return {**own, **template.environment(parameters, folder),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.at["secrets-manager"], "AWS_ENDPOINT_URL_STS": self.at["sts"]}

    def connections(self):
        """What there is to tell of them."""
        return ""

    def slash(self, text, secret=SECRETS["SLACK_SIGNING_SECRET"]):
        """Somebody types /ci in Slack, which calls the Function URL."""
        body = urllib.parse.urlencode({
            "team_id": "T012AB3CD", "channel_id": "C0OPS", "user_id": "U0ADA", "command": "/ci", "text": text,
            "response_url": f"{self.azure}/_emulator/inbox/planted-response-url"})
        now = int(time.time())
        signature = hmac.new(secret.encode(), f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
        return called("POST", "/hooks/slack", body, {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": str(now), "x-slack-signature": f"v0={signature}"})


class Encrypted(Emulated):
    """Each service at an address of its own, as in reality: so each takes a connection and a handshake of its own.

    The addresses in the emulator's answers stay http, and so lead nowhere for Lamplighter: it follows a stop by looking at
    the instance. The first answer does not wait for that, and what Slack is posted later goes to the emulator itself."""

    def __init__(self, folder, binary, authority):
        super().__init__(folder, binary)
        self.authority = authority
        port = self.azure.rpartition(":")[2]
        forwarder = self.start(folder, "tls", sys.executable, tls.__file__, authority.chain, authority.key, port,
                               str(SETUP_MS), *SERVICES)

        def printed():
            forwarder.check()
            found = dict(re.findall(r"^(\S+) (https://\S+)$", forwarder.said(), re.MULTILINE))
            return found if len(found) == len(SERVICES) else None
        self.at = until("tls listens", printed)
        self.forwarder = forwarder

    def environment(self, template, folder):
        # The test's, and not the template's: the clouds' authorities are among those built in, this run's is not.
        return {**super().environment(template, folder), "SSL_CERT_FILE": str(self.authority.root)}

    def connections(self):
        made = re.findall(r"^(\S+): (.*)$", self.forwarder.said(), re.MULTILINE)
        expect("one connection to each service, in TLS 1.3", sorted(made) == sorted((name, "TLSv1.3") for name in SERVICES), made)
        return f", over {len(made)} connections in TLS 1.3: {' '.join(name for name, _ in made)}"


def called(method, path, body="", headers={}):
    """The event that a Function URL makes of a request.
    https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html"""
    domain = "r3pmxmplak.lambda-url.eu-west-1.on.aws"
    return {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": {"host": domain, "user-agent": "Slackbot 1.0", "x-forwarded-proto": "https", **headers},
        "requestContext": {
            "accountId": "anonymous", "apiId": "r3pmxmplak", "domainName": domain, "domainPrefix": "r3pmxmplak",
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7",
                     "userAgent": "Slackbot 1.0"},
            "requestId": "3b2c1e4a-8f4e-4d8f-9a55-2a1d7fb0c1ce", "routeKey": "$default", "stage": "$default",
            "time": "25/Nov/2026:19:00:00 +0000", "timeEpoch": int(time.time() * 1000)},
        "body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True}


def expect(what, condition, seen):
    if not condition:
        raise SystemExit(f"not as it should be: {what}: {seen}")


def stopped(running, event):
    """A stop, answered as it should be. How long after the process's start it was, and after it took the event."""
    asked, answered, answer = running.answer(event)
    expect("the answer", answer["statusCode"] == 200 and "asked Azure to stop" in answer["body"], answer)
    return answered - running.began, answered - asked


def night(running, cloud, template):
    """The nightly stop, which says to the channel what it would stop, as long as the configuration is as it ships."""
    before, told = cloud.control("GET", "instances"), len(cloud.inbox())
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    running.answer(template.input("nightly", now))
    said = cloud.inbox()[told:]
    expect("the night's report", len(said) == 1 and said[0].startswith("*nightly*"), said)
    expect("what it would stop", "ci-a0001" in said[0], said)
    expect("a dry run", cloud.control("GET", "instances") == before, cloud.control("GET", "instances"))
    return said[0].splitlines()[0]


def main(archive, emulator):
    template = Template(AWS / "template.yaml")
    with tempfile.TemporaryDirectory() as place, share.of(template.memory) as processor:
        folder = Path(place) / "task"
        with zipfile.ZipFile(archive) as zipped:
            expect("the archive", zipped.namelist() == ["bootstrap"], zipped.namelist())
            bootstrap = Path(zipped.extract("bootstrap", folder))
            bootstrap.chmod(zipped.getinfo("bootstrap").external_attr >> 16)
        authority = tls.Authority(Path(place) / "authority")

        print(f"{template.memory} MB: {processor.name}; {DELAY_MS} ms for each call")
        print("\nplain http:")
        tried(lambda: Emulated(place, emulator), template, folder, processor)
        print(f"\nTLS 1.3, and {SETUP_MS} ms for each new connection, two round trips (SSL_CERT_FILE is this test's, not the template's):")
        tried(lambda: Encrypted(place, emulator, authority), template, folder, processor)
        print("\nnot in the figures: looking up names; what Lambda itself does before the process starts; the way from and to Slack")


def tried(clouds, template, folder, processor):
    """Starts it, cold, time and again, and prints how long people wait."""
    figures, logs = [], []
    for start in range(STARTS):
        logs.append(folder.parent / f"log-{start}.log")
        with clouds() as cloud:
            (folder / "lamplighter.toml").write_text(cloud.configuration())
            environment = cloud.environment(template, folder)
            with function.Function(folder, environment, logs[-1], template.timeout, processor) as running:
                try:
                    figures.append(stopped(running, cloud.slash("stop myci")))
                    calls, connections = cloud.calls(), cloud.connections()
                    if start == STARTS - 1:
                        rest(running, cloud, template)
                except SystemExit:
                    print(logs[-1].read_text(), file=sys.stderr)
                    raise
    lines = unspoken(logs)

    whole, event = zip(*figures)
    for what, seconds in [("from the start of the process", whole), ("from the event", event)]:
        print(f"the first answer {what}, of {STARTS}: p50 {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s")
    print(f"it took {len(calls)} calls: {' '.join(calls)}{connections}")
    expect("by the function's own role", {"sts", "aws-secret"} <= {*calls}, calls)
    print(f"no secret in {lines} lines of log")
    expect(f"over {LIMIT} s", max(whole) < LIMIT, whole)


def rest(running, cloud, template):
    """What else comes to the same environment."""
    until("the late answer", lambda: any("*myci* is stopped" in text for text in cloud.inbox()), 60)
    _, _, forged = running.answer(cloud.slash("start myci", "another secret"))
    expect("a forged request", forged["statusCode"] == 401 and not forged.get("body"), forged)
    _, _, well = running.answer(called("GET", "/healthz"))
    expect("healthz", well["statusCode"] == 200, well)
    print("at night:", night(running, cloud, template))
    running.is_told("next")
    print(f"the most in memory: {running.resident():.1f} MB, of {RESIDENT_MB} at most")
    expect("memory", running.resident() <= RESIDENT_MB, running.resident())


def unspoken(logs):
    """How many lines the logs have, none of which tells a secret."""
    text = "".join(log.read_text() for log in logs)
    for line in text.splitlines():
        json.loads(line)
        for secret in NEVER:
            expect(f"{secret} is in the log", secret not in line, line)
    expect("the audit line", '"command":"stop myci"' in text, text)
    expect("the refusal", '"refused a request that is not verified"' in text, text)
    return len(text.splitlines())


if __name__ == "__main__":
    main(*sys.argv[1:])

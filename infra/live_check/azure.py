"""Calls to Resource Manager about one instance, each recorded."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

PROVIDER = "Microsoft.MachineLearningServices"
# What Lamplighter calls each kind of operation with, unless its configuration says otherwise.
API, IDLE_API, SCHEDULES_API = "2025-12-01", "2021-07-01", "2021-03-01-preview"
# What Azure is asked with for its list of actions, and for the bill.
ACTIONS_API, BILL_API = "2022-04-01", "2025-03-01"
PASSING = {None, "Creating", "Deleting", "Resizing", "Restarting", "SettingUp", "Starting", "Stopping", "UserSettingUp"}
LONGEST = 30 * 60
LASTS = 20 * 60


class Trouble(Exception):
    """What ends the walk, in words for whoever runs it."""


@dataclass
class Exchange:
    method: str
    url: str
    sent: object
    began: float
    status: int
    headers: dict
    body: object
    # Headers of the request that make a difference.
    extra: dict = field(default_factory=dict)

    def inner(self, member):
        """A member of an instance's own properties."""
        properties = self.body.get("properties") if isinstance(self.body, dict) else None
        inner = (properties or {}).get("properties")
        return (inner or {}).get(member)

    def error(self):
        """The error of an answer, or of an operation's status."""
        error = self.body.get("error") if isinstance(self.body, dict) else None
        return error if isinstance(error, dict) else {}


class Token:
    """From the environment, for trying; else from `az`, which keeps it fresh."""

    def __init__(self, subscription):
        self.subscription, self.text, self.fetched = subscription, None, 0

    def get(self, fresh=False):
        if given := os.environ.get("LIVE_CHECK_TOKEN"):
            return given
        if fresh or time.monotonic() - self.fetched > LASTS:
            command = ["az", "account", "get-access-token", "--subscription", self.subscription,
                       "--query", "accessToken", "--output", "tsv"]
            try:
                # In a group of its own, so that a Ctrl-C for us does not end it.
                asked = subprocess.run(command, capture_output=True, text=True, timeout=120, start_new_session=True)
            except (OSError, subprocess.TimeoutExpired) as error:
                raise Trouble(f"az gives no token: {error}") from None
            if asked.returncode or not asked.stdout.strip():
                raise Trouble(f"az gives no token: {asked.stderr.strip()[-500:]}")
            self.text, self.fetched = asked.stdout.strip(), time.monotonic()
        return self.text


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Azure:
    def __init__(self, arm, place, instance, token, record):
        self.arm, self.instance, self.token, self.record = arm, instance, token, record
        self.subscription, group, self.workspace_name = place
        self.group = f"/subscriptions/{self.subscription}/resourceGroups/{group}"
        self.workspace = f"{self.group}/providers/{PROVIDER}/workspaces/{self.workspace_name}"
        self.compute = f"{self.workspace}/computes/{instance}"
        self.is_near = urllib.parse.urlsplit(arm).scheme == "http"
        handlers = [NoRedirect(), *([urllib.request.ProxyHandler({})] if self.is_near else [])]
        self.opener = urllib.request.build_opener(*handlers)

    def call(self, name, method, path, api=API, body=None, query=(), extra=None):
        """One call, recorded under `name`; without one, it is not."""
        query = urllib.parse.urlencode([("api-version", api), *query], safe="$")
        return self.ask(name, method, f"{self.arm}{path}?{query}", body, extra)

    def ask(self, name, method, url, body=None, extra=None):
        for fresh in (False, True):
            exchange = self.send(method, url, body, self.token.get(fresh), extra or {})
            if exchange.status != 401:
                break
        if name:
            self.record(name, exchange)
        return exchange

    def send(self, method, url, body, token, extra):
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", **extra}
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = "application/json"
        elif method == "POST":
            data = b""
        began = time.time()
        try:
            with self.opener.open(urllib.request.Request(url, data, headers, method=method), timeout=60) as answer:
                status, said, raw = answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            status, said, raw = answer.code, answer.headers, answer.read()
        except OSError as error:
            raise Trouble(f"{method} {urllib.parse.urlsplit(url).path.rpartition('/')[2]}: no answer ({error})") from None
        try:
            read = json.loads(raw) if raw else None
        except ValueError:
            read = raw.decode(errors="replace")
        return Exchange(method, url, body, began, status, {key.lower(): value for key, value in said.items()}, read, extra)

    def get(self, name=None):
        return self.call(name, "GET", self.compute)

    def wait(self, exchange=None):
        """As long as Azure says, else a while; an emulator need not be waited for."""
        told = exchange.headers.get("retry-after", "") if exchange else ""
        asked = min(int(told), 60) if told.isdigit() else 0
        time.sleep(0.25 if self.is_near else asked or 15)

    def follow(self, name, accepted):
        """Asks how an operation goes until it is over, at both of its addresses if there are two. Gives the last answers
        of the one that tells in its body, and of the one that tells by its status code; None where there is none."""
        last = {}
        for kind in ("azure-asyncoperation", "location"):
            url, before, end = accepted.headers.get(kind), None, time.monotonic() + LONGEST
            if accepted.status >= 400 or not url:
                continue
            if urllib.parse.urlsplit(url)[:2] != urllib.parse.urlsplit(self.arm)[:2]:
                print(f"  {name}: {kind} leads to another host, where no token goes")
                continue
            while time.monotonic() < end:
                answer = self.ask(None, "GET", url)
                told = answer.body.get("status") if isinstance(answer.body, dict) and kind != "location" else None
                if (answer.status, told) != before:
                    self.record(f"{name}-{'status' if told or kind != 'location' else 'result'}", answer)
                    before = (answer.status, told)
                last[kind] = answer
                running = answer.status == 202 if kind == "location" else \
                    answer.status == 200 and str(told).lower() not in ("succeeded", "failed", "canceled")
                if not running:
                    break
                self.wait(answer)
        return last.get("azure-asyncoperation"), last.get("location")

    def settled(self, name):
        """Reads the instance until it is between no two states, or gone."""
        end = time.monotonic() + LONGEST
        while True:
            seen = self.get()
            if seen.status == 404 or seen.status == 200 and seen.inner("state") not in PASSING:
                self.record(name, seen)
                return seen
            if time.monotonic() > end:
                self.record(name, seen)
                raise Trouble(f"{name}: still {seen.inner('state')} after {LONGEST // 60} minutes")
            self.wait(seen)

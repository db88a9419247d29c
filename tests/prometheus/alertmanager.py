"""Prometheus's own Alertmanager, with the receiver of infra/prometheus, in front of Lamplighter.

    alertmanager.py BINARY ALERTMANAGER_YML
"""

import re
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Running, until  # noqa: E402

TOKEN = "a-token-of-thirty-two-letters-00"
CONFIG = """
[sources.alertmanager]
kind = "alertmanager"
token = { env = "ALERTMANAGER_TOKEN" }
notify = ["ml-ops"]
rules = [
  { when = { alert = "ComputeIdle" }, command = "stop {instance}", mode = "act" },
  { when = { alert = "ComputeForgotten" }, command = "stop {instance}" },
]

[[grants]]
to = ["alertmanager"]
may = ["stop"]
on = ["research/*"]
"""


def adapted(template, folder, url):
    """The configuration that we give out, with what differs from place to place, and no long waits."""
    config = Path(template).read_text()
    for found, instead in [
        (r"url: https://lamplighter\.example\.com/hooks/alertmanager", f"url: {url}/alertmanager"),
        (r"credentials_file: /etc/alertmanager/lamplighter-token", f"credentials_file: {folder}/token"),
        (r"group_wait: 30s", "group_wait: 1s"),
        (r"group_interval: 5m", "group_interval: 2s"),
    ]:
        config, times = re.subn(found, instead, config)
        if times != 1:
            sys.exit(f"{found} stands in {template} {times} times")
    path = Path(folder) / "alertmanager.yml"
    path.write_text(config)
    return path


class Alertmanager:
    """Started among what runs already, and ended with it."""

    def __init__(self, running, folder, template):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.token = Path(folder) / "token"
        self.token.write_text(TOKEN)
        config = adapted(template, folder, running.hooks)
        self.process = running.start(
            folder, "alertmanager", "prometheus-alertmanager", f"--config.file={config}",
            f"--storage.path={folder}/data", f"--web.listen-address={self.url.removeprefix('http://')}",
            "--cluster.listen-address=", "--log.level=debug")
        until("Alertmanager is ready", self.is_ready)

    def is_ready(self):
        try:
            return self.get("-/ready")
        except OSError:
            return self.process.check()

    def get(self, path):
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=10) as answer:
            return answer.read().decode()

    def alert(self, name, compute, *more):
        subprocess.run(["amtool", "alert", "add", name, f"compute={compute}", "workspace=research",
                        f"--alertmanager.url={self.url}", *more], check=True, timeout=30)

    def counted(self, what):
        """How many messages it has sent to webhooks, or failed to."""
        counter = rf'^alertmanager_{what}{{integration="webhook"}} (\d+)'
        return int(re.search(counter, self.get("metrics"), re.MULTILINE).group(1))

    def messages(self):
        return self.counted("notifications_total")

    def requests(self):
        return self.counted("notification_requests_total")

    def failed(self):
        return self.counted("notifications_failed_total")


def stops(azure, alertmanager):
    alertmanager.alert("ComputeIdle", "myci")
    until("myci is stopped", lambda: azure.state("myci") == "Stopped")
    said = until("the channel hears of it", azure.inbox)
    print("fired:", said[0].replace("\n", " / "))
    if len(said) != 1 or "1 stopped" not in said[0] or azure.calls("stop", "start") != ["stop"]:
        sys.exit(f"{said}, {azure.calls()}")


def is_over(azure, alertmanager):
    """It is told of the end, and does nothing."""
    before = alertmanager.messages(), azure.calls()
    alertmanager.alert("ComputeIdle", "myci", "--end=2020-01-01T00:00:00Z", "--start=2019-01-01T00:00:00Z")
    until("the end is told", lambda: alertmanager.messages() > before[0])
    until("that was answered", lambda: alertmanager.requests() == alertmanager.messages())
    if (azure.calls(), azure.state("myci"), len(azure.inbox()), alertmanager.failed()) != (before[1], "Stopped", 1, 0):
        sys.exit(f"after the end: {azure.calls()}, {azure.inbox()}")
    print("resolved: told, and nothing was done")


def asks(azure, alertmanager):
    """A rule in mode ask, and the repeated message of an alert that lasts."""
    alertmanager.alert("ComputeForgotten", "ci-a0001")
    said = until("the channel is asked", lambda: azure.inbox()[1:])
    print("asked:", said[0].replace("\n", " / "))
    # Another one joins the group, so that all of it is sent once more.
    sent = alertmanager.messages()
    alertmanager.alert("ComputeForgotten", "ci-a0002")
    until("the group is sent again", lambda: alertmanager.messages() > sent)
    said = until("the channel is asked of the second", lambda: azure.inbox()[2:])
    print("asked:", said[0].replace("\n", " / "))
    if azure.calls("stop") != ["stop"]:
        sys.exit("it stopped what it had to ask about")


def tries_again(azure, alertmanager):
    """Azure cannot be reached for a while: 503, and Alertmanager comes again."""
    azure.fault("get", "500", times=0)
    requests, heard = alertmanager.requests(), len(azure.inbox())
    alertmanager.alert("ComputeIdle", "ci-a0001")
    until("it was sent twice", lambda: alertmanager.requests() >= requests + 2)
    if azure.state("ci-a0001") != "Running":
        sys.exit("stopped, although Azure could not be read")
    azure.control("DELETE", "faults")
    until("ci-a0001 is stopped", lambda: azure.state("ci-a0001") == "Stopped", 60)
    said = until("the channel hears of it", lambda: [text for text in azure.inbox() if "1 stopped" in text][1:])
    failures = [line for line in azure.lines("heard") if line.get("verdict") == "Failed"]
    said = azure.inbox()[heard:]
    print(f"503: answered {len(failures)} times, told: {' | '.join(said)}".replace("\n", " / "))
    if len(failures) < 2 or len(azure.calls("stop")) != 2 or len(said) != 2:
        sys.exit(f"{failures}, {azure.calls()}")


def stranger(azure, alertmanager):
    """The wrong token: refused, dropped, and nothing is done."""
    before = azure.calls(), len(azure.inbox()), alertmanager.failed()
    alertmanager.token.write_text("another-token")
    alertmanager.alert("ComputeIdle", "ci-a0002")
    until("it failed", lambda: alertmanager.failed() > before[2])
    said = until("Alertmanager says why", lambda: re.search(r"unexpected status code 401[^\"]*", alertmanager.process.said()))
    reason = azure.lines("refused a request that is not verified")[-1]["reason"]
    if (azure.calls(), len(azure.inbox()), azure.state("ci-a0002")) != (*before[:2], "Running"):
        sys.exit("a stranger was heard")
    print(f"wrong token: {said.group()} / {reason}")


binary, template = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder, Running(
        Path(binary).resolve(), folder, CONFIG, "--instances", "2", ALERTMANAGER_TOKEN=TOKEN) as azure:
    alertmanager = Alertmanager(azure, folder, template)
    for part in [stops, is_over, asks, tries_again, stranger]:
        part(azure, alertmanager)

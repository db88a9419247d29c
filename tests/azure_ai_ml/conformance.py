"""Microsoft's own Azure Machine Learning client against the emulator.

    conformance.py http://127.0.0.1:8181 target/debug/lamplighter

The client is stock, but for two of its documented settings: `authentication_policy`, since its own
policy refuses to send a token over plain http, and `polling_interval`, since half a minute between
two looks is long for an emulator. It wants the world as it was when the emulator started, at real
pace, and one more page of instances than fits on the first: `--instances 250`. What Lamplighter itself
sets there, with `lamplighter run`, the client has to read as it was meant.
"""

import contextlib
import json
import logging
import os
import subprocess
import sys
import traceback
import urllib.parse
import urllib.request

from azure.ai.ml import MLClient
from azure.ai.ml.entities import ComputeInstance
from azure.core.credentials import AccessToken
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.core.pipeline.policies import SansIOHTTPPolicy

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
RESOURCE_GROUP = "ml-rg"
INSTANCES = 250
CHECKS = []

CONFIG = """
[azure]
cloud = {{ authority = "{base}", resource_manager = "{base}", audience = "https://management.azure.com" }}
credential = "client-secret"

[workspaces.research]
subscription = "{subscription}"
resource_group = "{group}"
workspace = "ml-research"

[sources.slack]
kind = "slack"
secret = {{ env = "SLACK_SIGNING_SECRET" }}

[[grants]]
to = ["cli:*"]
may = ["owner"]
on = ["research/*"]
"""


class World:
    """A running emulator, a client of it, and Lamplighter."""

    def __init__(self, base, binary):
        self.base = base.rstrip("/")
        self.binary = binary
        self.ml = self.client("ml-research")

    def client(self, workspace):
        """A client of one workspace."""
        url = self.base + "/"
        metadata = {
            "azure_portal": url,
            "resource_manager": url,
            "active_directory": url,
            "aml_resource_id": url,
            "storage_endpoint": "core.windows.net",
            "registry_discovery_endpoint": url,
        }
        return MLClient(
            Credential(self.base),
            SUBSCRIPTION,
            RESOURCE_GROUP,
            workspace,
            cloud="Emulator",
            cloud_metadata=metadata,
            authentication_policy=Bearer(Credential(self.base)),
            polling_interval=0.2,
            enable_telemetry=False,
            show_progress=False,
        )

    def get(self, name):
        """An instance as it is now."""
        return self.ml.compute.get(name)

    def lamplighter(self, command):
        """What Lamplighter says to a command from a terminal."""
        config = CONFIG.format(base=self.base, subscription=SUBSCRIPTION, group=RESOURCE_GROUP)
        environment = {
            "LAMPLIGHTER_CONFIG": config,
            "AZURE_TENANT_ID": "any-tenant",
            "AZURE_CLIENT_ID": "any-client",
            "AZURE_CLIENT_SECRET": "any-secret",
            "SLACK_SIGNING_SECRET": "any-signing-secret",
            "USER": os.environ.get("USER", "ci"),
        }
        call = [self.binary, "run", command]
        done = subprocess.run(call, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{command}: {done.returncode} {done.stdout}{done.stderr}"
        return done.stdout

    def control(self, control, body=None):
        """Reads a control of the emulator, or sets it."""
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.base}/_emulator/{control}", data) as answer:
            return json.load(answer)

    def fault(self, operation, fault, **more):
        """Arms a fault for the next such call."""
        self.control("faults", {"operation": operation, "fault": fault, **more})


class Credential:
    """A client secret, exchanged at the emulated token endpoint."""

    def __init__(self, base):
        self.url = f"{base}/any-tenant/oauth2/v2.0/token"

    def get_token(self, *scopes, **_):
        form = {
            "grant_type": "client_credentials",
            "client_id": "any-client",
            "client_secret": "any-secret",
            "scope": " ".join(scopes),
        }
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(self.url, data) as answer:
            token = json.load(answer)
        return AccessToken(token["access_token"], token["expires_in"])


class Bearer(SansIOHTTPPolicy):
    """Puts the token on each request, whatever its scheme."""

    def __init__(self, credential):
        self.token = credential.get_token("https://management.azure.com/.default").token

    def on_request(self, request):
        request.http_request.headers["Authorization"] = f"Bearer {self.token}"


def check(function):
    """Marks a check: its doc string is what it proves. They run in order, on one world."""
    CHECKS.append(function)
    return function


@contextlib.contextmanager
def refused(kind, status=None, saying=""):
    """Expects the client to raise this error."""
    try:
        yield
    except kind as error:
        assert type(error) is kind, f"{type(error).__name__}: {error}"
        assert status in (None, error.status_code), f"status {error.status_code}"
        assert saying in str(error), f"{saying!r} not in: {error}"
    else:
        raise AssertionError(f"no {kind.__name__} was raised")


def expect(found, wanted):
    assert found == wanted, f"{found!r} instead of {wanted!r}"


def expect_settled(world, name, state, operation):
    """Expects the instance in a state, through an operation that is over and went well."""
    instance = world.get(name)
    expect(instance.state, state)
    expect(instance.last_operation["operationName"], operation)
    expect(instance.last_operation["operationStatus"], "Succeeded")


@check
def lists_every_page(world):
    """list follows nextLink to the last page, and gives each compute once"""
    names = [compute.name for compute in world.ml.compute.list()]
    expect(len(names), INSTANCES + 4)
    expect(len(set(names)), len(names))
    pages = [it for it in world.control("requests") if it["operation"] == "list"]
    expect(len(pages), 3)


@check
def lists_by_type(world):
    """list of ComputeInstance leaves the cluster out, list of AmlCompute leaves only it in"""
    instances = {compute.name for compute in world.ml.compute.list(compute_type="ComputeInstance")}
    clusters = [compute.name for compute in world.ml.compute.list(compute_type="AmlCompute")]
    assert {"myci", "stopped-ci", "busy-ci"} <= instances, instances
    expect(clusters, ["train-cluster"])
    expect(len(instances), INSTANCES + 3)


@check
def gets(world):
    """get reads state, size, owner, idle time, schedule and image"""
    instance = world.get("myci")
    expect(type(instance), ComputeInstance)
    expect((instance.state, instance.size), ("Running", "STANDARD_DS3_V2"))
    expect(instance.create_on_behalf_of.user_object_id, "00000000-0000-0000-0000-0000000000bb")
    expect(instance.idle_time_before_shutdown_minutes, 60)
    expect(instance.schedules.compute_start_stop[0].action, "Stop")
    expect(instance.os_image_metadata.is_latest_os_image_version, False)
    expect(world.get("stopped-ci").state, "Stopped")
    expect(world.get("busy-ci").state, "JobRunning")


@check
def stops(world):
    """stop is accepted, shows Stopping, and ends in Stopped"""
    poller = world.ml.compute.begin_stop("myci")
    expect(world.get("myci").state, "Stopping")
    poller.result(timeout=30)
    expect(poller.status(), "Succeeded")
    expect_settled(world, "myci", "Stopped", "Stop")


@check
def starts(world):
    """start of a stopped instance ends in Running"""
    world.ml.compute.begin_start("myci").result(timeout=30)
    expect_settled(world, "myci", "Running", "Start")


@check
def restarts(world):
    """restart shows Restarting, and ends in Running"""
    poller = world.ml.compute.begin_restart("myci")
    expect(world.get("myci").state, "Restarting")
    poller.result(timeout=30)
    expect_settled(world, "myci", "Running", "Restart")


@check
def refuses_a_second_operation(world):
    """an operation during another is refused with 409, ResourceExistsError"""
    poller = world.ml.compute.begin_stop("busy-ci")
    with refused(ResourceExistsError, 409, "(Conflict)"):
        world.ml.compute.begin_start("busy-ci")
    poller.result(timeout=30)
    expect_settled(world, "busy-ci", "Stopped", "Stop")


@check
def fails_late(world):
    """start of a running instance is accepted and fails late, with the service's code"""
    with refused(HttpResponseError, saying="StartComputeInstanceOnlyAllowedInStoppedState"):
        world.ml.compute.begin_start("myci").result(timeout=30)
    expect(world.get("myci").last_operation["operationStatus"], "StartFailed")
    expect(world.get("myci").state, "Running")


@check
def creates(world):
    """create makes an instance that has no state at first, and runs in the end"""
    poller = world.ml.compute.begin_create_or_update(
        ComputeInstance(name="made-by-sdk", size="Standard_DS11_v2", idle_time_before_shutdown="PT30M")
    )
    expect(world.get("made-by-sdk").state, None)
    made = poller.result(timeout=30)
    expect((made.name, made.size), ("made-by-sdk", "STANDARD_DS11_V2"))
    expect_settled(world, "made-by-sdk", "Running", "Create")
    expect(world.get("made-by-sdk").idle_time_before_shutdown, "PT30M")


@check
def deletes(world):
    """delete takes the instance away, and a second one finds nothing to do"""
    poller = world.ml.compute.begin_delete("made-by-sdk")
    expect(world.get("made-by-sdk").state, "Deleting")
    poller.result(timeout=30)
    with refused(ResourceNotFoundError, 404):
        world.get("made-by-sdk")
    world.ml.compute.begin_delete("made-by-sdk").result(timeout=30)


@check
def misses(world):
    """what is not there is 404, ResourceNotFoundError, by kind of thing"""
    with refused(ResourceNotFoundError, 404, "(UserError)"):
        world.get("mcyi")
    with refused(ResourceNotFoundError, 404, "(UserError)"):
        world.ml.compute.begin_stop("mcyi")
    with refused(ResourceNotFoundError, 404, "(ResourceNotFound)"):
        world.client("ml-elsewhere").compute.get("myci")


@check
def refuses_the_caller(world):
    """401 is ClientAuthenticationError, 403 tells the action and the scope"""
    world.fault("get", "401")
    with refused(ClientAuthenticationError, 401, "(ExpiredAuthenticationToken)"):
        world.get("myci")
    world.fault("stop", "403")
    with refused(HttpResponseError, 403, "workspaces/computes/stop/action"):
        world.ml.compute.begin_stop("myci")


@check
def waits_when_told(world):
    """429 and 503 are tried again after Retry-After, and nobody notices"""
    world.fault("get", "429", retry_after=1)
    expect(world.get("myci").name, "myci")
    world.fault("stop", "503", retry_after=1)
    world.ml.compute.begin_stop("myci").result(timeout=30)
    expect_settled(world, "myci", "Stopped", "Stop")


@check
def survives_a_lost_connection(world):
    """a connection lost without an answer is tried again"""
    world.fault("get", "reset")
    expect(world.get("myci").name, "myci")
    world.fault("get", "truncated")
    expect(world.get("myci").name, "myci")


@check
def reports_a_full_disk(world):
    """a full disk is 400, in the service's words"""
    world.fault("stop", "disk-full")
    with refused(HttpResponseError, 400, "disk is full"):
        world.ml.compute.begin_stop("ci-a0001")


@check
def reports_a_late_failure(world):
    """an operation that fails late raises its reason, and the instance falls back"""
    world.fault("stop", "fails-late", code="NodeUnusable", message="The node is unusable.")
    with refused(HttpResponseError, saying="(NodeUnusable) The node is unusable."):
        world.ml.compute.begin_stop("ci-a0001").result(timeout=30)
    expect(world.get("ci-a0001").state, "Running")


@check
def lists_sizes(world):
    """list_sizes reads the workspace's location, and the catalogue"""
    sizes = {size.name: size for size in world.ml.compute.list_sizes(compute_type="ComputeInstance")}
    expect(sizes["Standard_NC6s_v3"].gpus, 1)


@check
def reads_the_idle_time_that_lamplighter_sets(world):
    """the idle time that Lamplighter sets is the one that the client reads"""
    world.lamplighter("idle ci-a0002 2h")
    expect(world.get("ci-a0002").idle_time_before_shutdown, "PT120M")
    expect(world.get("ci-a0002").idle_time_before_shutdown_minutes, 120)
    world.lamplighter("idle ci-a0002 3 days")
    expect(world.get("ci-a0002").idle_time_before_shutdown_minutes, 72 * 60)


def schedules_of(world, name):
    """The schedules of an instance as the client reads them: action, status, expression, zone."""
    schedules = world.get(name).schedules.compute_start_stop
    return [(it.action, it.state, it.trigger.expression, it.trigger.time_zone) for it in schedules]


@check
def reads_the_schedules_that_lamplighter_sets(world):
    """schedules that Lamplighter adds, turns off and removes are read as such, and others stay"""
    world.lamplighter("schedule ci-a0002 add stop weekdays at 20:00 Europe/Lisbon")
    world.lamplighter("schedule ci-a0002 add start 0 8 29 2 * America/Sao_Paulo")
    stop = ("Stop", "Enabled", "0 20 * * 1-5", "GMT Standard Time")
    start = ("Start", "Enabled", "0 8 29 2 *", "E. South America Standard Time")
    expect(schedules_of(world, "ci-a0002"), [stop, start])
    first = world.get("ci-a0002").schedules.compute_start_stop[0].schedule_id
    world.lamplighter(f"schedule ci-a0002 disable {first}")
    expect(schedules_of(world, "ci-a0002"), [("Stop", "Disabled", *stop[2:]), start])
    world.lamplighter(f"schedule ci-a0002 remove {first}")
    expect(schedules_of(world, "ci-a0002"), [start])


def main(base, binary):
    logging.disable(logging.ERROR)
    world = World(base, binary)
    failed = 0
    for function in CHECKS:
        try:
            function(world)
            print(f"ok      {function.__doc__}", flush=True)
        except Exception:  # whatever it is, the other checks are worth knowing
            failed += 1
            print(f"FAILED  {function.__doc__}\n{traceback.format_exc()}", flush=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

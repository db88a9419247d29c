"""A running emulator, Microsoft's clients of it, and what the checks have in common."""

import contextlib
import json
import os
import subprocess
import urllib.request

from azure.ai.ml import MLClient
from azure.core.pipeline.policies import (
    BearerTokenCredentialPolicy,
    ContentDecodePolicy,
    HeadersPolicy,
    RequestIdPolicy,
)
from azure.core.rest import HttpRequest
from azure.identity import ClientSecretCredential
from azure.mgmt.core import ARMPipelineClient
from front import Front

SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
OTHER_SUBSCRIPTION = "00000000-0000-0000-0000-000000000002"
TENANT = "00000000-0000-0000-0000-0000000000aa"
ANA = "00000000-0000-0000-0000-0000000000bb"
CARLA = "00000000-0000-0000-0000-0000000000bd"
RESOURCE_GROUP = "ml-rg"
WORKSPACE = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RESOURCE_GROUP}"
    "/providers/Microsoft.MachineLearningServices/workspaces/ml-research"
)
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

[people]
"cli:{user}" = {{ id = "{ana}" }}

[blueprints.small]
size = "Standard_DS3_v2"
idle = "90m"
schedules = ["stop weekdays at 20:00 America/Sao_Paulo"]
tags = {{ team = "vision" }}
most_per_person = 2

[[grants]]
to = ["cli:*"]
may = ["owner", "create", "renew"]
on = ["research/*"]
"""


class World:
    """A running emulator behind TLS, clients of it, and Lamplighter."""

    def __init__(self, base, binary):
        self.base = base.rstrip("/")
        self.binary = binary
        self.front = Front(int(self.base.rpartition(":")[2]))
        # The clients read it for each request, and Lamplighter speaks plain http here.
        os.environ["REQUESTS_CA_BUNDLE"] = self.front.root
        self.credential = ClientSecretCredential(
            "any-tenant",
            "any-client",
            "any-secret",
            authority=self.front.url,
            disable_instance_discovery=True,
        )
        self.ml = self.client("ml-research")
        self.arm = ARMPipelineClient(
            self.front.url,
            policies=[
                RequestIdPolicy(),
                HeadersPolicy(),
                ContentDecodePolicy(),
                BearerTokenCredentialPolicy(self.credential, self.front.url + "/.default"),
            ],
        )

    def client(self, workspace, subscription=SUBSCRIPTION):
        """Microsoft's client of one workspace."""
        url = self.front.url + "/"
        metadata = {
            "azure_portal": url,
            "resource_manager": url,
            "active_directory": url,
            "aml_resource_id": url,
            "storage_endpoint": "core.windows.net",
            "registry_discovery_endpoint": url,
        }
        return MLClient(
            self.credential,
            subscription,
            RESOURCE_GROUP,
            workspace,
            cloud="Emulator",
            cloud_metadata=metadata,
            polling_interval=0.2,
            enable_telemetry=False,
            show_progress=False,
        )

    def get(self, name):
        """An instance as it is now."""
        return self.ml.compute.get(name)

    def send(self, method, path, body=None, version=None):
        """What Resource Manager answers to a plain client: the status and the body."""
        query = f"?api-version={version}" if version else ""
        answer = self.arm.send_request(HttpRequest(method, self.front.url + path + query, json=body))
        return answer.status_code, answer.json() if answer.content else None

    def lamplighter(self, command):
        """What Lamplighter says to Ana's command from a terminal, once its question is answered with yes."""
        user = os.environ.get("USER", "ci")
        config = CONFIG.format(base=self.base, subscription=SUBSCRIPTION, group=RESOURCE_GROUP, user=user, ana=ANA)
        environment = {
            "LAMPLIGHTER_CONFIG": config,
            "AZURE_TENANT_ID": "any-tenant",
            "AZURE_CLIENT_ID": "any-client",
            "AZURE_CLIENT_SECRET": "any-secret",
            "SLACK_SIGNING_SECRET": "any-signing-secret",
            "USER": user,
        }
        call = [self.binary, "run", "--yes", command]
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

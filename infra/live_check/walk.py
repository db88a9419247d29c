"""The life of one instance, from a name that nobody has to a name that nobody has any more."""

import base64
import datetime
import time
import uuid

from .azure import ACTIONS_API, BILL_API, IDLE_API, LONGEST, PROVIDER, SCHEDULES_API, Trouble
from .redact import claims

IDLE, IDLE_LATER = "PT45M", "PT60M"
# Off, so that it stops nothing. As `schedule NAME add` writes one, but for that.
SCHEDULE = {"status": "Disabled", "action": "Stop", "triggerType": "Cron",
            "cron": {"startTime": "2026-01-01T00:00:00", "timeZone": "UTC", "expression": "30 3 * * 0"}}
# The tag that tells two creates of one name apart.
TAG = "lamplighter-request"
# Does nothing.
SCRIPTS = {"scripts": {"creationScript": {"scriptSource": "inline", "scriptArguments": "lamplighter", "timeout": "5m",
                                          "scriptData": base64.b64encode(b"#!/bin/bash\nexit 0\n").decode()}}}


def walk(azure, size, begun, second=None, with_script=True):
    """`begun` is called right before there may be something to delete. `second`: the same name in a second workspace."""
    place = workspace(azure)
    missing = azure.get("get-missing")
    for status in [missing.status, *([second.get().status] if second else [])]:
        if status != 404:
            raise Trouble(f"there is something of that name already (HTTP {status}); nothing was done to it")
    if second and workspace(second)["location"] != place["location"]:
        raise Trouble("the second workspace is in another region")
    actions(azure)
    bill(azure)

    begun()
    wanted = body(azure, place["location"], size, with_script)
    create = azure.call("create", "PUT", azure.compute, body=wanted)
    if create.status not in (200, 201, 202):
        raise Trouble(f"Azure does not create it: HTTP {create.status} {create.error().get('code')}: {create.error().get('message')}")
    azure.get("get-creating")
    azure.follow("create", create)
    be(azure, "get-running", "Running")
    create_again(azure, wanted)
    if second:
        plain = body(second, place["location"], size, with_script=False)
        second.follow("create-taken", second.call("create-taken", "PUT", second.compute, body=plain))

    stop = post(azure, "stop", "stop")
    meanwhile = post(azure, "start-while-stopping", "start")
    azure.follow("stop", stop)
    azure.follow("start-while-stopping", meanwhile)
    be(azure, "get-stopped", "Stopped")
    azure.follow("stop-on-stopped", post(azure, "stop-on-stopped", "stop"))
    be(azure, "get-after-stop-on-stopped", "Stopped")
    azure.follow("restart-on-stopped", post(azure, "restart-on-stopped", "restart"))
    azure.settled("get-after-restart-on-stopped")
    be(azure, "get-stopped-again", "Stopped")

    azure.follow("start", post(azure, "start", "start"))
    be(azure, "get-started", "Running")
    azure.follow("start-on-running", post(azure, "start-on-running", "start"))
    be(azure, "get-after-start-on-running", "Running")
    azure.follow("restart", post(azure, "restart", "restart"))
    be(azure, "get-restarted", "Running")

    settings(azure)

    delete = remove(azure, "delete")
    azure.get("get-deleting")
    azure.follow("delete", delete)
    if azure.settled("get-deleted").status != 404:
        raise Trouble("it is still there after its deletion")
    remove(azure, "delete-deleted")


def workspace(azure):
    read = azure.call(None, "GET", azure.workspace)
    if read.status != 200 or not isinstance(read.body, dict):
        raise Trouble(f"the workspace cannot be read: HTTP {read.status} {read.error().get('code', '')}")
    return read.body


def body(azure, location, size, with_script):
    """A create as Lamplighter sends it, but for idle time and schedules, which are set later. It is for the person who runs this.
    Lamplighter never sends the script."""
    inner = {"vmSize": size, "sshSettings": {"sshPublicAccess": "Disabled"}, "applicationSharingPolicy": "Personal",
             "computeInstanceAuthorizationType": "personal"}
    caller = claims(azure.token.get())
    # Only people can be assigned an instance.
    if caller.get("upn") or caller.get("unique_name"):
        inner["personalComputeInstanceSettings"] = {"assignedUser": {"objectId": caller["oid"], "tenantId": caller["tid"]}}
    if with_script:
        inner["setupScripts"] = SCRIPTS
    return {"location": location, "tags": {TAG: uuid.uuid4().hex[:8]},
            "properties": {"computeType": "ComputeInstance", "properties": inner}}


def create_again(azure, wanted):
    """Creates it a second time, with another tag, only if it does not exist."""
    other = {**wanted, "tags": {TAG: f"{wanted['tags'][TAG]}-again"}}
    again = azure.call("create-again", "PUT", azure.compute, body=other, extra={"If-None-Match": "*"})
    azure.follow("create-again", again)
    be(azure, "get-create-again", "Running")


def bill(azure):
    """What the last 30 days' bill of the resource group names: kinds of resources, and values of our tag. Only these are
    recorded, not the costs and names."""
    now = datetime.datetime.now(datetime.timezone.utc)
    time_period = {"from": f"{now - datetime.timedelta(days=30):%Y-%m-%d}", "to": f"{now:%Y-%m-%d}"}
    for name, grouping in [("bill-ids", {"type": "Dimension", "name": "ResourceId"}), ("bill-tags", {"type": "TagKey", "name": TAG})]:
        dataset = {"granularity": "None", "aggregation": {"totalCost": {"name": "Cost", "function": "Sum"}}, "grouping": [grouping]}
        query = {"type": "ActualCost", "timeframe": "Custom", "timePeriod": time_period, "dataset": dataset}
        told = azure.call(None, "POST", f"{azure.group}/providers/Microsoft.CostManagement/query", BILL_API, query)
        if told.status == 200:
            told.body = {"named": named(told.body, "resourceid" if name == "bill-ids" else "tagvalue")}
        azure.record(name, told)


def named(answer, column):
    """The kinds of the resources in the rows of a bill; of a column of tags, how many rows have a value."""
    try:
        columns = [one["name"].lower() for one in answer["properties"]["columns"]]
        values = [str(row[columns.index(column)] or "") for row in answer["properties"]["rows"]]
    except (KeyError, ValueError, TypeError, IndexError):
        return None
    if column == "tagvalue":
        return sum(map(bool, values))
    paths = [value.lower().rpartition("/providers/")[2].split("/") for value in values if "/providers/" in value.lower()]
    return sorted({"/".join([provider, *kinds[::2]]) for provider, *kinds in paths})


def settings(azure):
    """Each is set twice, so that what it was before cannot pass for what was set."""
    post(azure, "idle", "updateIdleShutdownSetting", IDLE_API, {"idleTimeBeforeShutdown": IDLE})
    azure.get("get-idle")
    post(azure, "idle-stable", "updateIdleShutdownSetting", body={"idleTimeBeforeShutdown": IDLE_LATER})
    azure.get("get-idle-stable")
    post(azure, "schedules", "updateSchedules", SCHEDULES_API, {"computeStartStop": [SCHEDULE]})
    azure.wait()
    azure.get("get-schedules")
    post(azure, "schedules-none", "updateSchedules", SCHEDULES_API, {"computeStartStop": []})
    azure.wait()
    azure.get("get-schedules-none")


def post(azure, name, verb, api=None, body=None):
    return azure.call(name, "POST", f"{azure.compute}/{verb}", *([api] if api else []), body=body)


def remove(azure, name):
    return azure.call(name, "DELETE", azure.compute, query=[("underlyingResourceAction", "Delete")])


def be(azure, name, state):
    """Waits for a state, and brings it about where Azure has come to another one."""
    for _ in range(3):
        seen = azure.settled(name)
        if seen.inner("state") == state:
            return seen
        if seen.status != 200 or seen.inner("state") not in ("Running", "Stopped"):
            break
        print(f"  {name}: it is {seen.inner('state')}, and not {state}; asked for")
        azure.follow(f"{name}-mended", post(azure, f"{name}-mended", "stop" if state == "Stopped" else "start"))
    raise Trouble(f"{name}: it is {seen.inner('state')} (HTTP {seen.status}), and does not become {state}")


def actions(azure):
    """The names of the actions that a role may hold, as Azure lists them; of a long list, those on computes."""
    path = f"/providers/Microsoft.Authorization/providerOperations/{PROVIDER}"
    listed = azure.call(None, "GET", path, ACTIONS_API, query=[("$expand", "resourceTypes")])
    if listed.status == 200 and isinstance(listed.body, dict):
        kinds = listed.body.get("resourceTypes") or []
        names = [one.get("name", "") for kind in kinds for one in kind.get("operations") or []]
        listed.body = sorted(name for name in names if "/computes/" in name.lower())
    azure.record("actions", listed)


def clean_up(azure, say, looks):
    """Until the instance is gone, whatever comes between. `looks`: how often in a row it has to be absent, since a create
    that nobody answered, or that was interrupted, may come about a little later."""
    end, before, absent = time.monotonic() + 2 * LONGEST, None, 0
    while time.monotonic() < end:
        try:
            seen = azure.get()
            absent = absent + 1 if seen.status == 404 else 0
            if absent == looks:
                return True
            if not absent and seen.inner("state") != "Deleting":
                said = remove(azure, None).status
                if said != before:
                    say(f"  deleting it: HTTP {said}{', since it is busy; asked again' if said == 409 else ''}")
                before = said
            azure.wait()
        except Trouble as trouble:
            say(f"  {trouble}; tried again")
            azure.wait()
    return False

"""Microsoft's client of Azure Machine Learning: what it reads and does is what it would in Azure."""

from concurrent.futures import ThreadPoolExecutor

from azure.ai.ml.entities import (
    AmlCompute,
    AssignedUserConfiguration,
    ComputeInstance,
    ComputeSchedules,
    ComputeStartStopSchedule,
    CronTrigger,
    Workspace,
)
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from world import ANA, CARLA, INSTANCES, OTHER_SUBSCRIPTION, TENANT, check, expect, expect_settled, refused

EVENINGS = ("Stop", "Enabled", "0 20 * * 1-5", "E. South America Standard Time")


def schedules_of(instance):
    """The schedules of an instance as the client reads them: action, status, expression, zone."""
    schedules = instance.schedules.compute_start_stop if instance.schedules else []
    return [(it.action, it.state, it.trigger.expression, it.trigger.time_zone) for it in schedules]


def expect_made(world, name, **wanted):
    """Expects the client to read an instance as somebody wanted it: whoever ran the client, or Lamplighter."""
    made = world.get(name)
    found = {
        "size": made.size,
        "owner": made.create_on_behalf_of.user_object_id,
        "tags": made.tags,
        "idle_minutes": made.idle_time_before_shutdown_minutes,
        "schedules": schedules_of(made),
        "ssh": made.ssh_public_access_enabled,
    }
    expect(found, wanted)
    expect(made.os_image_metadata.is_latest_os_image_version, True)


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
    """create for somebody else makes an instance that has no state at first, runs in the end, and is as wanted"""
    _, _, expression, zone = EVENINGS
    trigger = CronTrigger(expression=expression, time_zone=zone, start_time="2026-01-01T00:00:00")
    stop = ComputeStartStopSchedule(trigger=trigger, action="Stop", state="Enabled")
    wanted = ComputeInstance(
        name="made-by-sdk",
        size="Standard_DS11_v2",
        idle_time_before_shutdown="PT30M",
        tags={"team": "vision"},
        create_on_behalf_of=AssignedUserConfiguration(user_tenant_id=TENANT, user_object_id=CARLA),
        schedules=ComputeSchedules(compute_start_stop=[stop]),
        ssh_public_access_enabled=False,
    )
    poller = world.ml.compute.begin_create_or_update(wanted)
    expect(world.get("made-by-sdk").state, None)
    made = poller.result(timeout=30)
    expect((made.name, made.size), ("made-by-sdk", "STANDARD_DS11_V2"))
    expect_settled(world, "made-by-sdk", "Running", "Create")
    expect_made(
        world,
        "made-by-sdk",
        size="STANDARD_DS11_V2",
        owner=CARLA,
        tags={"team": "vision"},
        idle_minutes=30,
        schedules=[EVENINGS],
        ssh=False,
    )


@check
def keeps_tags_and_description(world):
    """tags and description are kept as created, and replaced by a second create_or_update"""
    def put(**more):
        instance = ComputeInstance(name="made-by-sdk", size="Standard_DS11_v2", **more)
        return world.ml.compute.begin_create_or_update(instance).result(timeout=30)

    made = put(description="Ana's", tags={"team": "vision"})
    expect((made.description, made.tags), ("Ana's", {"team": "vision"}))
    put(description="Bruno's", tags={"cost": "7"}, idle_time_before_shutdown="PT90M")
    found = world.get("made-by-sdk")
    expect((found.description, found.tags), ("Bruno's", {"cost": "7"}))
    expect(found.idle_time_before_shutdown, "PT30M")


@check
def updates_a_cluster(world):
    """update of a cluster changes its limits, tags and description"""
    cluster = world.ml.compute.get("train-cluster")
    cluster.max_instances, cluster.tags, cluster.description = 7, {"team": "vision"}, "Nightly"
    world.ml.compute.begin_update(cluster).result(timeout=30)
    found = world.ml.compute.get("train-cluster")
    expect(type(found), AmlCompute)
    expect((found.max_instances, found.tags, found.description), (7, {"team": "vision"}, "Nightly"))


@check
def refuses_an_unknown_size(world):
    """create with a size that does not exist is refused, with those that do, and makes nothing"""
    with refused(HttpResponseError, 400, "Standard_B2s for property Cluster.Properties.VMSize is not a supported"):
        world.ml.compute.begin_create_or_update(ComputeInstance(name="too-small", size="Standard_B2s"))
    with refused(ResourceNotFoundError, 404):
        world.get("too-small")


@check
def refuses_a_taken_name(world):
    """create with a name that another workspace of the region has is refused, and so is an invalid one"""
    for name, reason in [("sandbox-ci", "AlreadyExists"), ("gpu-1", "Invalid")]:
        with refused(HttpResponseError, 400, f"Compute name '{name}' is not available. Reason: {reason}"):
            world.ml.compute.begin_create_or_update(ComputeInstance(name=name, size="Standard_DS11_v2"))


@check
def refuses_what_exceeds_a_quota(world):
    """list_usage shows each family's vCPUs and limit, and create beyond the limit is refused"""
    family = "Standard ESv3 Family Cluster Dedicated vCPUs"
    usages = [it for it in world.ml.compute.list_usage() if it.name["value"] == family and "vmFamily" in it.type]
    # The client keeps the name on the wire, and leaves its own `current_value` empty.
    in_use, limit = usages[0].currentValue, usages[0].limit
    assert 0 < in_use < limit, (in_use, limit)
    world.control("quotas", {"family": "standardESv3Family", "vcpus": in_use + 3})
    with refused(HttpResponseError, 400, f"Standard ESv3 family vCPU quota of {in_use + 3}"):
        world.ml.compute.begin_create_or_update(ComputeInstance(name="too-large", size="Standard_E4s_v3"))


@check
def refuses_too_many_tags(world):
    """create with 51 tags is refused, as by Resource Manager"""
    tags = {f"tag{number}": "x" for number in range(51)}
    instance = ComputeInstance(name="too-tagged", size="Standard_DS11_v2", tags=tags)
    with refused(HttpResponseError, 400, "Requested tag count - '51'. Maximum number of tags allowed - '50'"):
        world.ml.compute.begin_create_or_update(instance)


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


@check
def reads_the_schedules_that_lamplighter_sets(world):
    """schedules that Lamplighter adds, turns off and removes are read as such, and others stay"""
    world.lamplighter("schedule ci-a0002 add stop weekdays at 20:00 Europe/Lisbon")
    world.lamplighter("schedule ci-a0002 add start 0 8 29 2 * America/Sao_Paulo")
    stop = ("Stop", "Enabled", "0 20 * * 1-5", "GMT Standard Time")
    start = ("Start", "Enabled", "0 8 29 2 *", "E. South America Standard Time")
    expect(schedules_of(world.get("ci-a0002")), [stop, start])
    first = world.get("ci-a0002").schedules.compute_start_stop[0].schedule_id
    world.lamplighter(f"schedule ci-a0002 disable {first}")
    expect(schedules_of(world.get("ci-a0002")), [("Stop", "Disabled", *stop[2:]), start])
    world.lamplighter(f"schedule ci-a0002 remove {first}")
    expect(schedules_of(world.get("ci-a0002")), [start])


@check
def reads_what_lamplighter_makes(world):
    """what Lamplighter creates and renews is the caller's, as the blueprint says, and as the old instance was"""
    old = world.get("myci")
    commands = ["create made-by-lamplighter from small", "renew myci as myci-new"]
    with ThreadPoolExecutor() as pool:  # Each waits for Azure.
        list(pool.map(world.lamplighter, commands))
    both = {"size": "STANDARD_DS3_V2", "owner": ANA, "schedules": [EVENINGS], "ssh": False}
    kept = {**old.tags, "lamplighter-replaces": "myci"}
    for name, idle, tags in [("made-by-lamplighter", 90, {}), ("myci-new", 60, kept)]:
        expect_settled(world, name, "Running", "Create")
        request = world.get(name).tags["lamplighter-request"]
        ours = {"team": "vision", "lamplighter-blueprint": "small", "lamplighter-request": request}
        expect_made(world, name, idle_minutes=idle, tags={**tags, **ours}, **both)
    expect(world.get("myci").state, "Stopped")
    expect((old.idle_time_before_shutdown_minutes, schedules_of(old)), (60, [EVENINGS]))


@check
def finds_workspaces_of_several_subscriptions(world):
    """each subscription has workspaces of its own"""
    expect([it.name for it in world.ml.workspaces.list()], ["ml-research"])
    sandbox = world.client("ml-sandbox", OTHER_SUBSCRIPTION)
    expect([it.name for it in sandbox.workspaces.list()], ["ml-sandbox"])
    expect([it.name for it in sandbox.compute.list()], ["sandbox-ci"])
    with refused(ResourceNotFoundError, 404, "(ResourceNotFound)"):
        world.client("ml-research", OTHER_SUBSCRIPTION).compute.get("myci")


@check
def updates_a_workspace(world):
    """update of a workspace changes its tags, description and display name"""
    world.control("rights", {"actions": ["*"]})
    wanted = Workspace(name="ml-research", description="Vision", display_name="The lab", tags={"a": "b"})
    world.ml.workspaces.begin_update(wanted).result(timeout=30)
    found = world.ml.workspaces.get("ml-research")
    expect((found.description, found.display_name, found.tags), ("Vision", "The lab", {"a": "b"}))


@check
def lists_no_nodes_of_an_instance(world):
    """list_nodes of a cluster is a list, that of an instance is refused in the service's words"""
    expect(list(world.ml.compute.list_nodes("train-cluster")), [])
    with refused(HttpResponseError, 400, "computeType ComputeInstance is not supported"):
        list(world.ml.compute.list_nodes("myci"))


@check
def misses_what_is_not_played(world):
    """what the client reads and the emulator does not have is 404 or 405, in Resource Manager's form"""
    absent = {
        "InvalidResourceType": [
            lambda: list(world.ml.datastores.list()),
            lambda: list(world.ml.models.list()),
            lambda: list(world.ml.environments.list()),
            lambda: list(world.ml.online_endpoints.list()),
            lambda: list(world.ml.schedules.list()),
            lambda: list(world.ml.connections.list()),
            lambda: world.ml.workspaces.get_keys("ml-research"),
        ],
        "ResourceNotFound": [
            lambda: world.ml.datastores.get("workspaceblobstore"),
            lambda: world.ml.models.get("model", version="1"),
            lambda: world.ml.environments.get("environment", version="1"),
        ],
    }
    for code, reads in absent.items():
        for read in reads:
            with refused(ResourceNotFoundError, 404, f"({code})"):
                read()
    with refused(HttpResponseError, 405, "(MethodNotAllowed)"):
        world.ml.workspaces.begin_delete("ml-research", delete_dependent_resources=False)

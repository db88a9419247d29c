"""What no tool here reads: that it is YAML at all, and that a workflow fetches nothing that can be changed under it.

usage: others.py FILE…
"""

import re
import sys

import yaml

for path in sys.argv[1:]:
    read = yaml.safe_load(open(path))
    jobs = read.get("jobs", {})
    if jobs and read.get("permissions") != {}:
        sys.exit(f"{path}: gives its jobs rights that they do not ask for themselves")
    for step in (step for job in jobs.values() for step in job["steps"]):
        if "uses" in step and not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]):
            sys.exit(f"{path}: {step['uses']} is not pinned to a commit")
print(", ".join(sys.argv[1:]), "read")

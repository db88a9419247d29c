"""Holds what is in a folder against Checkov's policies, but for those that checkov.yaml leaves out. What Checkov cannot
read, it only counts; so this fails on that too, and when a kind of file was not looked at.

usage: policies.py CHECKOV FOLDER
"""

import json
import subprocess
import sys
from pathlib import Path

checkov, folder = sys.argv[1:]
files = [path for path in Path(folder).rglob("*") if path.is_file()]
kinds = {"cloudformation", "dockerfile", "github_actions", "kubernetes"}
if any(path.suffix == ".bicep" for path in files):
    kinds.add("bicep")
if any(path.suffix == ".json" and "deploymentTemplate.json#" in path.read_text() for path in files):
    kinds.add("arm")

config = Path(__file__).parent / "checkov.yaml"
asked = [checkov, "--config-file", config, "--framework", *sorted(kinds), "--output", "json", "--directory", folder]
ran = subprocess.run(asked, capture_output=True, text=True)
try:
    reports = json.loads(ran.stdout)
except ValueError:
    sys.exit(f"checkov: {ran.stdout}{ran.stderr}")
faults, passed, seen = [], 0, set()
for report in reports:
    seen.add(report["check_type"])
    passed += report["summary"]["passed"]
    if report["summary"]["parsing_errors"]:
        faults.append(f"{report['check_type']}: {report['results'].get('parsing_errors', 'a file')} cannot be read")
    faults += [f"{one['file_path']}: {one['resource']}: {one['check_id']}, {one['check_name']}"
               for one in report["results"]["failed_checks"]]
faults += [f"{kind}: nothing was looked at" for kind in kinds - seen]
if faults:
    sys.exit("\n".join(faults))
print(f"checkov: {passed} checks passed on {', '.join(sorted(kinds))}")

"""Audits each workflow with zizmor, and checks what zizmor does not: the syntax of the scripts in it, the files that they
run, and that every action is GitHub's own.

usage: audit.py ZIZMOR
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# What a page shows is audited under this name, beside the files.
FENCE = re.compile(r"^( *)```ya?ml\n(.*?)^\1```", re.MULTILINE | re.DOTALL)


def fail(text):
    sys.exit(f"workflows: {text}")


def tracked(*patterns):
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
                            cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def shown(folder):
    """The workflows among the YAML that the pages show, as files."""
    for page in tracked("*.md"):
        for number, (_, text) in enumerate(FENCE.findall(page.read_text())):
            if re.search(r"^\s*jobs:", text, re.MULTILINE):
                path = folder / f"{page.stem}-{number}.yml"
                path.write_text(text)
                yield path


def audited(zizmor, files):
    """What zizmor says of these; empty if it finds nothing."""
    ran = subprocess.run([zizmor, "--offline", "--strict-collection", "--persona", "pedantic", "--no-progress", *files],
                         capture_output=True, text=True)
    if ran.returncode == 0:
        for file in files:
            if f"completed {file}" not in ran.stderr:
                fail(f"zizmor has not looked at {file}:\n{ran.stderr}")
        return ""
    return ran.stdout + ran.stderr


def scripts(workflow):
    for job in workflow["jobs"].values():
        for step in job.get("steps", []):
            if "run" in step:
                yield step["run"]


def checked(path):
    workflow = yaml.safe_load(path.read_text())
    for script in scripts(workflow):
        # What GitHub replaces before the shell sees it is a word like another.
        words = re.sub(r"\$\{\{.*?\}\}", "x", script)
        ran = subprocess.run(["bash", "-n"], input=words, capture_output=True, text=True)
        if ran.returncode:
            fail(f"{path}: {ran.stderr}")
        for name in re.findall(r"(?<![\w./])(?:infra|tests|\.ci)/[\w./-]+", words):
            if not (ROOT / name).exists():
                fail(f"{path} runs {name}, which is not there")
    for action in re.findall(r"uses: (\S+)", path.read_text()):
        if not action.startswith(("actions/", "./")):
            fail(f"{path} uses {action}, which is not GitHub's own")
        if action.startswith("./") and not (ROOT / action).exists():
            fail(f"{path} uses {action}, which is not there")


def main(zizmor):
    ours = tracked(".github/workflows/*.yml")
    assert {path.name for path in ours} >= {"ci.yml", "release.yml"}, ours
    with tempfile.TemporaryDirectory() as folder:
        files = [*ours, *tracked("infra/github/*.yml"), *shown(Path(folder))]
        if found := audited(zizmor, files):
            fail(found)
        for path in files:
            checked(path)
        # Faults that have to be found, or the audit means nothing.
        text = (ROOT / ".github/workflows/release.yml").read_text()
        for fault, (old, new) in {
            "unpinned-uses": (re.search(r"actions/checkout@\w{40}", text)[0], "actions/checkout@v6"),
            "template-injection": ('"$GITHUB_REF_NAME" ]', '"${{ github.event.head_commit.message }}" ]'),
            "excessive-permissions": ("permissions: {}", "permissions: write-all"),
        }.items():
            wrong = Path(folder) / f"{fault}.yml"
            assert old in text, old
            wrong.write_text(text.replace(old, new, 1))
            if f"[{fault}]" not in audited(zizmor, [wrong]):
                fail(f"zizmor does not find {fault}")
    print(f"zizmor finds nothing in {', '.join(path.name for path in files)}")


main(sys.argv[1])

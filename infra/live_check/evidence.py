"""One file of what real Azure answered, to attach to an issue: dated, redacted, and with the findings alone."""

import datetime
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from .azure import ACTIONS_API, API, BILL_API, IDLE_API, SCHEDULES_API

ROOT = Path(__file__).parents[2]
CLOUDS = {"management.azure.com": "public", "management.usgovcloudapi.net": "US Government", "management.chinacloudapi.cn": "China"}
VERSIONS = f"instances {API}, updateIdleShutdownSetting {IDLE_API}, updateSchedules {SCHEDULES_API}, list of actions {ACTIONS_API}, bill {BILL_API}"


def name(began):
    return f"evidence-{began:%Y-%m-%d-%H%M%S}.md"


def asked(arm):
    """Which Azure answered. An address that is nobody's cloud may be private, so it is not shown."""
    url = urlsplit(arm)
    if url.scheme == "https" and url.hostname in CLOUDS:
        return f"real Azure, the cloud *{CLOUDS[url.hostname]}*"
    return "**not real Azure**: an emulator, or an address that is of none of its clouds. This proves nothing about Azure"


def git(*words):
    try:
        told = subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() if told.returncode == 0 else None


def version():
    number = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
    top = git("rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != ROOT.resolve():  # An unpacked archive; or the repository around it, which is not ours.
        return f"{number}, of no known commit"
    changed = ", with local changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return f"{number}, commit {git('rev-parse', 'HEAD')}{changed}"


def row(*cells):
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def text(arm, size, began, ending, findings, redactor):
    """`ending`: how the walk ended, in words that may be Azure's."""
    found, still_open = findings
    ended = datetime.datetime.now(datetime.timezone.utc)
    lines = [
        f"# What Azure answered on {began:%Y-%m-%d}", "",
        "Written by `infra/live-check --evidence`, which takes one throwaway instance through its life.", "",
        row("", ""), "|---|---|",
        row("asked", asked(arm)),
        row("when", f"{began:%Y-%m-%dT%H:%M:%SZ} to {ended:%Y-%m-%dT%H:%M:%SZ}"),
        row("Lamplighter", version()),
        row("API versions", VERSIONS),
        row("size", redactor.text(size)),
        row("walk", redactor.text(ending)), "",
        row("question", "result", "expected", "seen"), "|---|---|---|---|",
        *(row(one.question, "confirmed" if one.agrees else "**different**", one.expected, redactor.text(one.seen)) for one in found),
        *(row(question, "not settled", "", "") for question in still_open),
    ]
    return "\n".join(lines) + "\n"

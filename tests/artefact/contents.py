"""What infra/release has made, looked into: contents.py DIST"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from running import Process  # noqa: E402

VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
COMMIT = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

# Amazon Linux 2023 has glibc 2.34; the size is one that we have set ourselves.
GLIBC, SIZE_MB = 34, 7.5


def expect(what, condition, seen=""):
    if not condition:
        raise SystemExit(f"not as it should be: {what}: {seen}")


def at_most(what, value, limit, unit):
    print(f"{what}: {value:g} {unit}, of {limit:g} at most")
    expect(f"{what} is over its limit", value <= limit, value)


def sums(dist):
    lines = (dist / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dist.iterdir() if path.name != "SHA256SUMS"}
    expect("SHA256SUMS", told == made, told)


def program(dist, folder):
    """The one in the archive for Lambda, which is that in the one for Functions."""
    with zipfile.ZipFile(dist / f"lamplighter-{VERSION}-lambda-x86_64.zip") as zipped:
        expect("the archive for Lambda", zipped.namelist() == ["bootstrap"], zipped.namelist())
        code = zipped.read("bootstrap")
    with zipfile.ZipFile(dist / f"lamplighter-{VERSION}-functions.zip") as zipped:
        entries = {entry.filename: entry for entry in zipped.infolist()}
        host = json.loads(zipped.read("host.json"))
        handler = entries[host["customHandler"]["description"]["defaultExecutablePath"].removeprefix("./")]
        expect("the handler is executable", handler.external_attr >> 16 & 0o111 == 0o111, oct(handler.external_attr))
        expect("the handler is the program", zipped.read(handler) == code)
        expect("the functions", {"hooks/function.json", "healthz/function.json"} <= entries.keys(), [*entries])
    at_most("size", round(len(code) / 1e6, 2), SIZE_MB, "MB")
    at_most("glibc 2.x", max(map(int, re.findall(rb"GLIBC_2\.(\d+)", code))), GLIBC, "(Amazon Linux 2023)")
    for place in [ROOT, Path.home()]:
        expect("a place on this machine is in the program", f"{place}/".encode() not in code, place)
    path = folder / "lamplighter"
    path.write_bytes(code)
    path.chmod(0o755)
    return path


def runs(program, folder):
    def says(*arguments):
        return subprocess.run([program, *arguments], capture_output=True, text=True)

    expect("--version", says("--version").stdout == f"lamplighter {VERSION} ({COMMIT[:9]})\n", says("--version").stdout)
    for command in ["demo", "emulate"]:
        expect(f"{command} is not in it", says(command).returncode == 2, says(command))
    bare = says("check")
    expect("no configuration", bare.returncode == 2 and "there is no configuration" in bare.stderr, bare)
    expect("it names no command that is not in it", not re.search("`lamplighter (demo|emulate)", bare.stderr), bare.stderr)
    sample = says("send", "slack/stop")
    expect("no samples are in it", sample.returncode == 2 and "this build has no samples" in sample.stderr, sample)

    variables = dict(re.findall(r"(\w+)=(\S+)", (ROOT / "docs/demo.env").read_text()))
    server = Process(folder, "serve", program, "serve", "--addr", "127.0.0.1:0", "--config", ROOT / "docs/demo.toml", **variables)
    addr = server.address().removeprefix("http://")
    well = says("healthz", "--addr", addr)
    server.end()
    ill = says("healthz", "--addr", addr)
    expect("healthz", (well.returncode, ill.returncode) == (0, 1), (well, ill))


def context(dist):
    with tarfile.open(dist / f"lamplighter-{VERSION}-container.tar.gz") as tar:
        names = tar.getnames()
        build = tar.extractfile("build.rs").read().decode()
    expect("what a container is built from", {"Cargo.lock", "src/main.rs", "infra/container/Containerfile"} <= {*names})
    expect("the commit is in it", f'"{COMMIT}"' in build)


def bill_of_materials(dist):
    path = dist / f"lamplighter-{VERSION}.cdx.json"
    bill = json.loads(path.read_text())
    expect("CycloneDX", bill["bomFormat"] == "CycloneDX", bill["bomFormat"])
    expect("of this version", bill["metadata"]["component"]["version"] == VERSION)
    names = {component["name"] for component in bill["components"]}
    expect("what we are made of", {"ring", "rustls", "reqwest", "azure_identity"} <= names, names)
    others = {"insta", "proptest", "cc", "openssl-sys"} & names
    expect("what only tests and builds take, or nobody", not others, others)
    expect("no place on this machine", not re.search(f"{ROOT}|{Path.home()}|{tempfile.gettempdir()}/", path.read_text()))
    print(f"made of {len(names)} crates")


def main(dist):
    os.chdir(ROOT)
    sums(dist)
    context(dist)
    bill_of_materials(dist)
    with tempfile.TemporaryDirectory() as folder:
        runs(program(dist, Path(folder)), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())

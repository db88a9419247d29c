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

MANIFEST = tomllib.loads((ROOT / "Cargo.toml").read_text())
VERSION = MANIFEST["package"]["version"]
TRIPLE = "x86_64-unknown-linux-gnu"
COMMIT = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

# Amazon Linux 2023 has glibc 2.34; the sizes are ones that we have set ourselves.
GLIBC, SIZE_MB, CLI_SIZE_MB = 34, 7.9, 9.0


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
    portable("the program", code, SIZE_MB)
    path = folder / "lamplighter"
    path.write_bytes(code)
    path.chmod(0o755)
    return path


def portable(what, code, size):
    at_most(f"size of {what}", round(len(code) / 1e6, 2), size, "MB")
    at_most(f"glibc 2.x of {what}", max(map(int, re.findall(rb"GLIBC_2\.(\d+)", code))), GLIBC, "(Amazon Linux 2023)")
    for place in [ROOT, Path.home()]:
        expect(f"a place on this machine is in {what}", f"{place}/".encode() not in code, place)


def terminal(dist, folder):
    """The archive for a terminal, where `cargo binstall` looks for it; and README's first command, on a machine without Rust."""
    binstall = MANIFEST["package"]["metadata"]["binstall"]
    words = {"repo": MANIFEST["workspace"]["package"]["repository"], "version": VERSION, "name": "lamplighter", "target": TRIPLE,
             "bin": "lamplighter", "binary-ext": "", "archive-suffix": {"tgz": ".tar.gz"}[binstall["pkg-fmt"]]}
    filled = lambda template: re.sub(r"\{ (.+?) \}", lambda found: words[found[1]], template)
    address, _, name = filled(binstall["pkg-url"]).rpartition("/")
    expect("binstall's address", address == f"{words['repo']}/releases/download/v{VERSION}", address)
    with tarfile.open(dist / name) as tar:
        inside = set(tar.getnames())
        tar.extractall(folder, filter="data")
    path = folder / filled(binstall["bin-dir"])
    top = path.parent.name
    wanted = ["lamplighter", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "lamplighter.example.toml"]
    expect("the archive for a terminal", {f"{top}/{file}" for file in wanted} <= inside, inside)
    portable("the program for a terminal", path.read_bytes(), CLI_SIZE_MB)

    def says(*arguments):
        return subprocess.run([path, *arguments], capture_output=True, text=True, env={"PATH": "/nowhere"}, cwd=folder)

    expect("--version", says("--version").stdout == f"lamplighter {VERSION} ({COMMIT[:9]})\n", says("--version").stdout)
    played = says("demo")
    expect("the demo", played.returncode == 0 and "The demo took" in played.stdout, played)
    checked = says("check", "--offline", "--config", f"{top}/lamplighter.example.toml")
    expect("the example", checked.returncode == 0, checked)


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


def bill_of_materials(dist, name, with_emulator):
    path = dist / f"lamplighter-{VERSION}{name}"
    bill = json.loads(path.read_text())
    expect("CycloneDX", bill["bomFormat"] == "CycloneDX", bill["bomFormat"])
    expect("of this version", bill["metadata"]["component"]["version"] == VERSION)
    names = {component["name"] for component in bill["components"]}
    expect("what we are made of", {"ring", "rustls", "reqwest", "azure_identity"} <= names, names)
    expect("the emulator", ("lamplighter-emulator" in names) == with_emulator, names)
    others = {"insta", "proptest", "cc", "openssl-sys"} & names
    expect("what only tests and builds take, or nobody", not others, others)
    expect("no place on this machine", not re.search(f"{ROOT}|{Path.home()}|{tempfile.gettempdir()}/", path.read_text()))
    print(f"made of {len(names)} crates")


def main(dist):
    os.chdir(ROOT)
    sums(dist)
    context(dist)
    bill_of_materials(dist, ".cdx.json", with_emulator=False)
    bill_of_materials(dist, "-cli.cdx.json", with_emulator=True)
    with tempfile.TemporaryDirectory() as folder:
        runs(program(dist, Path(folder)), folder)
        terminal(dist, Path(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())

"""What each direct dependency and each feature weighs in a release: three builds, of some minutes each."""

import collections
import json
import os
import re
import subprocess

from programs import ROOT, TARGET, host, table

# Functions of ring's that are written in assembly or C have no crate in their names.
RING = ("ring_", "_vpaes", "ecp_", "x25519", "fiat", "p256", "p384", "bn_", "aes_", "sha", "chacha", "gcm")

# The standard library has these in it, so their code may be its own.
STANDARD = {"addr2line", "adler2", "cfg_if", "gimli", "hashbrown", "libc", "memchr", "miniz_oxide", "rustc_demangle"}


def measure(_programs, _folder, _options):
    plain = built("")
    code, sizes = code_of(plain), {"none": stripped(plain)}
    meta = json.loads(said("cargo", "metadata", "--locked", "--format-version", "1", "--no-default-features", "--filter-platform", host()))
    graph = Graph(meta)
    every = graph.reached()
    print(f"\n{sum(code.values()) / 1e6:.1f} MB of code from {len(every)} crates, {code['lamplighter'] / 1e6:.1f} MB of it our own\n")
    rows = []
    for crate in sorted(graph.direct(graph.root), key=graph.name):
        if not graph.is_macro(crate):
            alone = every - graph.reached(without=crate)
            weight = sum(code[graph.library(one)] for one in alone if graph.library(one) not in STANDARD)
            rows.append([f"`{graph.name(crate)}`", f"{weight / 1000:.0f}", len(alone) - 1])
    table(["crate", "KB", "crates that only it needs"], rows)
    # Each build takes the place of the one before.
    sizes |= {f"`{feature}`": stripped(built(feature)) for feature in ["otel", "emulator"]}
    table(["features", "MB, stripped"], [[name, f"{size:.2f}"] for name, size in sizes.items()])


def said(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def built(feature):
    """The program with its symbols, linked as infra/release does."""
    environment = {**os.environ, "RUSTFLAGS": "-Crelocation-model=static", "CARGO_PROFILE_RELEASE_STRIP": "none"}
    subprocess.run(["cargo", "build", "--locked", "--release", "--no-default-features", "--features", feature, "--target", host(),
                    "--target-dir", TARGET / "weights", "--bin", "lamplighter"], cwd=ROOT, env=environment, check=True)
    return TARGET / "weights" / host() / "release/lamplighter"


def stripped(program):
    """The size in MB."""
    copy = program.with_name("stripped")
    subprocess.run(["strip", "--strip-all", "-o", copy, program], check=True)
    return copy.stat().st_size / 1e6


def code_of(program):
    """The bytes of machine code by the crate that defines it; generic code counts where it is written."""
    code = collections.Counter()
    for line in said("nm", "-S", "-C", "--defined-only", program).splitlines():
        found = re.fullmatch(r"\w+ ([0-9a-f]+) [tTwW] (.*)", line)
        if found:
            crate = re.search(r"(?:^|[<& ])([a-z_0-9]+)::", found[2])
            code[crate[1] if crate else "ring" if found[2].startswith(RING) else "other"] += int(found[1], 16)
    return code


class Graph:
    """The crates, and what each needs to run."""

    def __init__(self, meta):
        self.packages = {package["id"]: package for package in meta["packages"]}
        self.nodes = {node["id"]: node for node in meta["resolve"]["nodes"]}
        self.root = meta["resolve"]["root"] or next(one for one in self.nodes if self.name(one) == "lamplighter")

    def name(self, crate):
        return self.packages[crate]["name"]

    def library(self, crate):
        targets = [target for target in self.packages[crate]["targets"] if {"lib", "rlib", "proc-macro"} & set(target["kind"])]
        return targets[0]["name"].replace("-", "_")

    def is_macro(self, crate):
        return any("proc-macro" in target["kind"] for target in self.packages[crate]["targets"])

    def direct(self, crate):
        needed = (one for one in self.nodes[crate]["deps"] if any(kind["kind"] is None for kind in one["dep_kinds"]))
        return [one["pkg"] for one in needed]

    def reached(self, without=None):
        seen, rest = set(), [self.root]
        while rest:
            found = [one for one in self.direct(rest.pop()) if one != without and one not in seen and not self.is_macro(one)]
            seen.update(found)
            rest += found
        return seen

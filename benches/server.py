"""A server under signed load: how many requests it answers in a second of processor time, and how late the latest are."""

import json
import os
import socket
import subprocess

from processes import ANY, SECRET, WORKSPACE
from programs import HOME, PEERS, ROOT, most_resident, processor_time, table
from running import DOCS, Process, until

CONNECTIONS, SECONDS = 32, 5


def measure(programs, folder, _):
    config = (DOCS / "demo.toml").read_text()
    address = f"127.0.0.1:{free_port()}"
    ours = Process(folder, "serve", programs.lamplighter, "serve", "--addr", address, LAMPLIGHTER_CONFIG=config,
                   SLACK_SIGNING_SECRET=SECRET, SLACK_OPS_WEBHOOK="http://127.0.0.1:8181/_emulator/inbox/ops",
                   NIGHTLY_SECRET="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                   AZURE_TENANT_ID=ANY, AZURE_CLIENT_ID=ANY, AZURE_CLIENT_SECRET="any")
    port = free_port()
    (HOME / "bolt.mjs").write_text((PEERS / "bolt.mjs").read_text())
    node = Process(folder, "node", programs.node, HOME / "bolt.mjs", PORT=str(port), SLACK_SIGNING_SECRET=SECRET,
                   BENCH_AZURE="http://127.0.0.1:8181", BENCH_WORKSPACE=WORKSPACE, BENCH_SCOPE="any")
    try:
        ours.address()
        until("Bolt listens", lambda: "http://" in node.said())
        rows = []
        for name, process, url, secret, text in [
            ("Lamplighter, `ping`", ours, f"http://{address}", SECRET, "ping"),
            ("Lamplighter, `help`", ours, f"http://{address}", SECRET, "help"),
            ("Lamplighter, unverified", ours, f"http://{address}", "another", "ping"),
            ("Bolt for Node, `ping`", node, f"http://127.0.0.1:{port}", SECRET, "ping"),
            ("Bolt for Node, unverified", node, f"http://127.0.0.1:{port}", "another", "ping"),
        ]:
            rows.append(loaded(name, process.process.pid, f"{url}/hooks/slack", secret, text))
    finally:
        ours.end()
        node.end()
    first = rows[0][1]
    print(f"\nA server with {CONNECTIONS} connections for {SECONDS} s each; the load shares the processors\n")
    table(["request", "a CPU second", "of Lamplighter's `ping`", "p50 ms", "p99 ms", "most resident MB"],
          [[name, f"{rate:,.0f}", f"{rate / first:.2f}×", *rest] for name, rate, *rest in rows])


def loaded(name, pid, url, secret, text):
    run_load(url, secret, text, 1)
    before = processor_time(pid)
    seen = run_load(url, secret, text, SECONDS)
    used = processor_time(pid) - before
    if (seen["ok"] == 0) != (secret != SECRET):
        raise SystemExit(f"{name}: {seen}")
    return name, seen["requests"] / used, f"{seen['p50']:.2f}", f"{seen['p99']:.2f}", f"{most_resident(pid):.1f}"


def run_load(url, secret, text, seconds):
    command = ["cargo", "bench", "--locked", "--quiet", "--profile", "dev", "--bench", "load", "--",
               url, secret, text, str(CONNECTIONS), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]

"""What infra/kubernetes says, done without a cluster: the server with its ConfigMap's text and the Secret's files, as the
identity that AKS would give it; then each CronJob's own command, as its pod would run it.

usage: kubernetes.py BINARY
"""

import re
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path

import yaml

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1]))
from running import Process  # noqa: E402

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "infra/kubernetes"
HOST = "https://lamplighter.example.com"
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]


def documents():
    """Each by its kind and name."""
    read = [one for path in sorted(FOLDER.glob("*.yaml")) for one in yaml.safe_load_all(path.read_text())]
    named = {(one["kind"], one["metadata"]["name"]): one for one in read}
    assert len(named) == len(read), "two of one name"
    assert not [name for (_, name), one in named.items() if "namespace" in one["metadata"]], "it is for any namespace"
    return named


def image():
    """What the image expects, by the Containerfile."""
    text = (ROOT / "infra/container/Containerfile").read_text()
    found = re.search(r"USER (\d+):.*?PORT=(\d+).*?LAMPLIGHTER_CONFIG=(\S+).*?ENTRYPOINT \[\"(\S+?)\"", text, re.DOTALL)
    return int(found[1]), int(found[2]), Path(found[3]), found[4]


def mounted(pod, kind):
    """Where the one volume of a kind is, and what it is of."""
    volume = next(volume for volume in pod["volumes"] if kind in volume)
    place = next(mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"] if mount["name"] == volume["name"])
    return place, volume[kind]


def check(what, *values):
    assert all(value == values[0] for value in values), f"{what}: {', '.join(map(str, values))}"


def server(named):
    """What has to fit together for one answer."""
    deployment, service, policy = (named[kind, "lamplighter"] for kind in ["Deployment", "Service", "NetworkPolicy"])
    user, port, config, _ = image()
    spec, template = deployment["spec"], deployment["spec"]["template"]
    pod, container = template["spec"], template["spec"]["containers"][0]
    check("user", user, pod["securityContext"]["runAsUser"])
    check("port", port, container["ports"][0]["containerPort"])
    check("configuration", str(config.parent), mounted(pod, "configMap")[0])
    labels = template["metadata"]["labels"]
    for what, selector in [("Deployment", spec["selector"]["matchLabels"]), ("Service", service["spec"]["selector"]),
                           ("NetworkPolicy", policy["spec"]["podSelector"]["matchLabels"])]:
        assert selector.items() <= labels.items(), f"the {what} selects other pods"
    backend = named["Ingress", "lamplighter"]["spec"]["rules"][0]["http"]["paths"][0]
    check("Service", "lamplighter", backend["backend"]["service"]["name"])
    check("hooks", "/hooks", backend["path"])
    check("port's name", container["ports"][0]["name"], service["spec"]["ports"][0]["targetPort"],
          service["spec"]["ports"][0]["name"], backend["backend"]["service"]["port"]["name"],
          policy["spec"]["ingress"][0]["ports"][0]["port"],
          *(container[probe]["httpGet"]["port"] for probe in ["startupProbe", "readinessProbe", "livenessProbe"]))
    # https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
    account = named["ServiceAccount", pod["serviceAccountName"]]
    assert "azure.workload.identity/client-id" in account["metadata"]["annotations"]
    check("identity", "true", labels["azure.workload.identity/use"])
    wait = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= 30 + wait, "a kill before whoever waits is told"
    return pod, container


def timers(named, config):
    """What is announced is what is done, half an hour later; and both begin by only telling."""
    nightly, notice = (config["sources"][name] for name in ["nightly", "evening-notice"])
    check("announced", f"announce {nightly['command']} in 30m", notice["command"])
    check("dry_run", True, nightly["dry_run"], notice["dry_run"])
    jobs = [named["CronJob", f"lamplighter-{name}"]["spec"] for name in ["nightly", "evening-notice"]]
    check("zone", *(job["timeZone"] for job in jobs))
    (minute, hour, *days), (earlier, earlier_hour, *other) = (job["schedule"].split() for job in jobs)
    check("days", days, other)
    check("minutes between", 30, int(hour) * 60 + int(minute) - int(earlier_hour) * 60 - int(earlier))


def tell(binary, folder, named, name, secrets, server_secret, server_at):
    """A CronJob's command, with its own configuration and no more variables than the pod sets."""
    pod = named["CronJob", name]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    place, of = mounted(pod, "configMap")
    config = Path(folder, f"{name}.toml")
    config.write_text(named["ConfigMap", of["name"]]["data"]["lamplighter.toml"])
    check("program", image()[3], *container["command"])
    check("version", f"lamplighter:{VERSION}", container["image"].rpartition("/")[2])
    args = [arg.replace(HOST, server_at).replace(f"{place}/lamplighter.toml", str(config)) for arg in container["args"]]
    assert f"--config={config}" in args and any(server_at in arg for arg in args), args
    keys = {one["name"]: one["valueFrom"]["secretKeyRef"] for one in container["env"]}
    assert len(keys) == 1, f"{name} needs one secret, and gets {', '.join(keys)}"
    check("Secret", server_secret, *(key["name"] for key in keys.values()))
    env = {variable: secrets[key["key"]] for variable, key in keys.items()}
    process = Process(folder, name, binary, *args, **env)
    ended = process.process.wait(60)
    assert ended == 0 and re.search(r"HTTP 20[02]", process.said()), f"{name} ends with {ended}:\n{process.said()}"


def main(binary):
    named = documents()
    pod, container = server(named)
    check("version", f"lamplighter:{VERSION}", container["image"].rpartition("/")[2])
    text = named["ConfigMap", "lamplighter"]["data"]["lamplighter.toml"]
    config = tomllib.loads(text)
    timers(named, config)
    place, secret = mounted(pod, "secret")
    with tempfile.TemporaryDirectory() as folder:
        emulator = Process(folder, "emulate", binary, "emulate", "--addr", "127.0.0.1:0")
        processes = [emulator]
        try:
            azure = emulator.address()
            secrets = {"SLACK_SIGNING_SECRET": "any-signing-secret", "SLACK_OPS_WEBHOOK": f"{azure}/_emulator/inbox/ops",
                       "NIGHTLY_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "NOTICE_SECRET": "whsec_" + "bm90aWNl" * 4}
            named_there = set(re.findall(rf'file = "{re.escape(place)}/(\w+)"', text))
            check("files", named_there, set(re.findall(r'file = ".*?(\w+)"', text)))
            # For while a secret is changed; in between there is none, and the server starts all the same.
            previous = {name for name in named_there if name.endswith("_PREVIOUS")}
            wanted = named_there - previous
            check("secrets", wanted, set(secrets))
            check("what can be changed", previous, {f"{name}_PREVIOUS" for name in wanted if name.endswith("_SECRET")})
            told = (FOLDER / "README.md").read_text()
            for name in wanted:
                Path(folder, name).write_text(secrets[name] + "\n")
                assert f"\n{name}=" in told, f"README.md does not say where {name} comes from"
            token = Path(folder, "azure-identity-token")
            token.write_text("of the service account")
            cloud = f'cloud = {{ authority = "{azure}", resource_manager = "{azure}", audience = "{azure}" }}'
            here = Path(folder, "lamplighter.toml")
            here.write_text(text.replace("[azure]", f"[azure]\n{cloud}").replace(place, folder))
            # As AKS puts it into the pod.
            processes.append(Process(folder, "serve", binary, "serve", "--config", str(here), "--addr", "127.0.0.1:0",
                                     AZURE_CLIENT_ID="any", AZURE_TENANT_ID="any", AZURE_FEDERATED_TOKEN_FILE=str(token)))
            at = processes[-1].address()
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"]:
                with urllib.request.urlopen(at + container[probe]["httpGet"]["path"], timeout=10) as answer:
                    assert answer.status == 200
            for name in [name for kind, name in named if kind == "CronJob"]:
                tell(binary, folder, named, name, secrets, secret["secretName"], at)
            with urllib.request.urlopen(f"{azure}/_emulator/inbox", timeout=10) as answer:
                heard = answer.read().decode()
            assert "nightly" in heard and "30 min" in heard, f"the channel hears {heard}\n{processes[-1].said()}"
            with urllib.request.urlopen(f"{azure}/_emulator/requests", timeout=10) as answer:
                assert '"stop"' not in answer.read().decode(), "a dry run stops"
        finally:
            for process in reversed(processes):
                process.end()
    print("kubernetes: the server answers its probes as a workload identity; both CronJobs are heard, and stop nothing yet")


main(sys.argv[1])

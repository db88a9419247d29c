"""What the chart renders for AKS, run without a cluster: the server with its ConfigMap's text and the Secret's files, as the
identity that AKS gives it; then `helm test`, and each CronJob's own command, as their pods would run them.

usage: server.py BINARY
"""

import re
import subprocess
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
GOLDEN = Path(__file__).parent / "golden"
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
SECRETS = "/run/secrets/lamplighter"


def documents(name):
    """Each object by its kind and name."""
    read = [one for one in yaml.safe_load_all((GOLDEN / f"{name}.yaml").read_text()) if one]
    named = {(one["kind"], one["metadata"]["name"]): one for one in read}
    assert len(named) == len(read), "two objects of one name"
    return named


def image():
    """What the image expects, by the Containerfile."""
    text = (ROOT / "infra/container/Containerfile").read_text()
    found = re.search(r"USER (\d+):.*?PORT=(\d+).*?LAMPLIGHTER_CONFIG=(\S+).*?ENTRYPOINT \[\"(\S+?)\"", text, re.DOTALL)
    return int(found[1]), int(found[2]), Path(found[3]), found[4]


def mounted(pod, kind):
    """Where the one volume of a kind is mounted, and its source."""
    volume = next(volume for volume in pod["volumes"] if kind in volume)
    place = next(mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"] if mount["name"] == volume["name"])
    return place, volume[kind]


def check(what, *values):
    assert all(value == values[0] for value in values), f"{what}: {', '.join(map(str, values))}"


def selects(what, selector, labels, others):
    assert selector.items() <= labels.items(), f"the {what} does not select the server"
    for other in others:
        assert not selector.items() <= other.items(), f"the {what} selects a pod of a job"


def server(named):
    """What has to fit together for one answer."""
    (name,) = (name for kind, name in named if kind == "Deployment")
    deployment, service, policy = (named[kind, name] for kind in ["Deployment", "Service", "NetworkPolicy"])
    user, port, config, _ = image()
    spec, template = deployment["spec"], deployment["spec"]["template"]
    pod, container = template["spec"], template["spec"]["containers"][0]
    check("user", user, pod["securityContext"]["runAsUser"])
    check("port", port, container["ports"][0]["containerPort"])
    check("configuration", str(config.parent), mounted(pod, "configMap")[0])
    labels = template["metadata"]["labels"]
    tested = named["Pod", f"{name}-check"]["metadata"]["labels"]
    timers = [one["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
              for (kind, _), one in named.items() if kind == "CronJob"]
    selects("Deployment", spec["selector"]["matchLabels"], labels, [tested, *timers])
    selects("Service", service["spec"]["selector"], labels, [tested, *timers])
    # The network policy is for all of them.
    for one in [labels, tested, *timers]:
        selects("NetworkPolicy", policy["spec"]["podSelector"]["matchLabels"], one, [])
    backend = named["Ingress", name]["spec"]["rules"][0]["http"]["paths"][0]
    check("Service", name, backend["backend"]["service"]["name"])
    check("hooks", "/hooks", backend["path"])
    check("port's name", container["ports"][0]["name"], service["spec"]["ports"][0]["targetPort"],
          service["spec"]["ports"][0]["name"], backend["backend"]["service"]["port"]["name"],
          policy["spec"]["ingress"][0]["ports"][0]["port"],
          *(container[probe]["httpGet"]["port"] for probe in ["startupProbe", "readinessProbe", "livenessProbe"]))
    wait = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= 30 + wait, "the kubelet kills before waiting callers are answered"
    assert (spec["replicas"] > 1) == (("PodDisruptionBudget", name) in named), "a budget for one replica, or none for several"
    return pod, container


def identity(named, pod):
    """https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html"""
    account = named["ServiceAccount", pod["serviceAccountName"]]
    assert "azure.workload.identity/client-id" in account["metadata"]["annotations"]
    for one in [named["Deployment", "lamplighter"]["spec"]["template"], named["Pod", "lamplighter-check"]]:
        check("identity", "true", one["metadata"]["labels"]["azure.workload.identity/use"])
    # Elsewhere the chart does what that webhook does; these are its values.
    for (kind, _), one in documents("eks").items():
        if kind in ["Deployment", "Pod"]:
            other = one["spec"]["template"]["spec"] if kind == "Deployment" else one["spec"]
            place, token = mounted(other, "projected")
            token = token["sources"][0]["serviceAccountToken"]
            check("audience", "api://AzureADTokenExchange", token["audience"])
            variables = {variable["name"]: variable["value"] for variable in other["containers"][0]["env"]}
            check("token's file", f"{place}/{token['path']}", variables.pop("AZURE_FEDERATED_TOKEN_FILE"))
            check("variables", {"AZURE_CLIENT_ID", "AZURE_TENANT_ID"}, {*variables})


def timers(named, config):
    """What is announced is what is done, half an hour later; and both begin with a dry run."""
    nightly, notice = (config["sources"][name] for name in ["nightly", "evening-notice"])
    check("announced", f"announce {nightly['command']} in 30m", notice["command"])
    check("dry_run", True, nightly["dry_run"], notice["dry_run"])
    jobs = [named["CronJob", f"lamplighter-{name}"]["spec"] for name in ["nightly", "evening-notice"]]
    check("zone", *(job["timeZone"] for job in jobs))
    (minute, hour, *days), (earlier, earlier_hour, *other) = (job["schedule"].split() for job in jobs)
    check("days", days, other)
    check("minutes between", 30, int(hour) * 60 + int(minute) - int(earlier_hour) * 60 - int(earlier))


def send(binary, folder, named, name, secrets, server_secret, server_at):
    """A CronJob's command, with no more variables than the pod sets and no more files than it mounts."""
    pod = named["CronJob", name]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    check("program", image()[3], *container["command"])
    check("version", f"lamplighter:{VERSION}", container["image"].rpartition("/")[2])
    service = named["Service", "lamplighter"]["spec"]["ports"][0]["port"]
    args = [arg.replace(f"http://lamplighter.ml.svc:{service}", server_at) for arg in container["args"]]
    assert any(server_at in arg for arg in args), args
    place, secret = mounted(pod, "secret")
    check("Secret", server_secret, secret["secretName"])
    check("secrets", 1, len(secret["items"]))
    files = Path(folder, name)
    files.mkdir()
    for item in secret["items"]:
        (files / item["path"]).write_text(secrets[item["key"]])
    env = {variable["name"]: variable["value"].replace(place, str(files)) for variable in container["env"]}
    process = Process(folder, f"{name}-log", binary, *args, **env)
    ended = process.process.wait(60)
    assert ended == 0 and re.search(r"HTTP 20[02]", process.said()), f"{name} ends with {ended}:\n{process.said()}"


def configurations(binary):
    """Each example's configuration is right by itself, and reads the Secret's files where they are mounted."""
    for path in sorted(GOLDEN.glob("*.yaml")):
        for (kind, _), one in documents(path.stem).items():
            if kind == "ConfigMap":
                text = one["data"]["lamplighter.toml"]
                ran = subprocess.run([binary, "check", "--offline"], env={"LAMPLIGHTER_CONFIG": text}, capture_output=True, text=True)
                assert ran.returncode == 0, f"{path.stem}: {ran.stdout}{ran.stderr}"
                others = [file for file in re.findall(r'file = "(.*?)"', text) if not file.startswith(f"{SECRETS}/")]
                assert not others, f"{path.stem}: {others} are not mounted"


def main(binary):
    configurations(binary)
    named = documents("aks")
    pod, container = server(named)
    server(documents("everything"))
    identity(named, pod)
    check("version", f"lamplighter:{VERSION}", container["image"].rpartition("/")[2])
    text = named["ConfigMap", "lamplighter"]["data"]["lamplighter.toml"]
    timers(named, tomllib.loads(text))
    place, secret = mounted(pod, "secret")
    with tempfile.TemporaryDirectory() as folder:
        emulator = Process(folder, "emulate", binary, "emulate", "--addr", "127.0.0.1:0")
        processes = [emulator]
        try:
            azure = emulator.address()
            secrets = {"SLACK_SIGNING_SECRET": "any-signing-secret", "SLACK_OPS_WEBHOOK": f"{azure}/_emulator/inbox/ops",
                       "NIGHTLY": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "EVENING_NOTICE": "whsec_" + "bm90aWNl" * 4}
            check("place", SECRETS, place)
            named_there = set(re.findall(rf'file = "{re.escape(place)}/(\w+)"', text))
            check("files", named_there, set(re.findall(r'file = ".*?(\w+)"', text)))
            # They exist only while a secret is replaced: without them the server starts all the same.
            previous = {name for name in named_there if name.endswith("_PREVIOUS")}
            wanted = named_there - previous
            check("secrets", wanted, set(secrets))
            check("what can be replaced", previous, {f"{name}_PREVIOUS" for name in wanted if not name.endswith("_WEBHOOK")})
            page = (ROOT / "docs/quickstart-kubernetes.md").read_text()
            for name in wanted:
                Path(folder, name).write_text(secrets[name] + "\n")
                assert re.search(rf"^ *{name}=", page, re.M), f"the quickstart does not say where {name} comes from"
            token = Path(folder, "azure-identity-token")
            token.write_text("of the service account")
            cloud = f'cloud = {{ authority = "{azure}", resource_manager = "{azure}", audience = "{azure}" }}'
            here = Path(folder, "lamplighter.toml")
            here.write_text(text.replace("[azure]", f"[azure]\n{cloud}").replace(place, folder))
            # As AKS puts it into the pod.
            federated = dict(AZURE_CLIENT_ID="any", AZURE_TENANT_ID="any", AZURE_FEDERATED_TOKEN_FILE=str(token))
            processes.append(Process(folder, "serve", binary, "serve", "--config", str(here), "--addr", "127.0.0.1:0", **federated))
            at = processes[-1].address()
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"]:
                with urllib.request.urlopen(at + container[probe]["httpGet"]["path"], timeout=10) as answer:
                    assert answer.status == 200
            args = named["Pod", "lamplighter-check"]["spec"]["containers"][0]["args"]
            test = Process(folder, "check", binary, *(arg.replace("/etc/lamplighter", folder) for arg in args), **federated)
            assert test.process.wait(60) == 0, f"helm test ends with {test.process.returncode}:\n{test.said()}"
            jobs = [name for kind, name in named if kind == "CronJob"]
            for name in jobs:
                send(binary, folder, named, name, secrets, secret["secretName"], at)
            with urllib.request.urlopen(f"{azure}/_emulator/inbox", timeout=10) as answer:
                heard = answer.read().decode()
            assert "nightly" in heard and "30 min" in heard, f"the channel hears {heard}\n{processes[-1].said()}"
            with urllib.request.urlopen(f"{azure}/_emulator/requests", timeout=10) as answer:
                assert '"stop"' not in answer.read().decode(), "a dry run stops"
        finally:
            for process in reversed(processes):
                process.end()
    print(f"the server answers its probes as a workload identity, helm test passes, {len(jobs)} timers are heard and stop nothing yet")


main(sys.argv[1])

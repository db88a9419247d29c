"""Lints infra/helm, renders it, validates the result, and checks that the schema of its values is strict.

usage: chart.py [--update]
"""

import copy
import os
import sys
import tempfile
import tomllib
from pathlib import Path

import helm_python as helm
import kubernetes_validate
import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "infra/helm"
GOLDEN = Path(__file__).parent / "golden"
# The oldest version that Chart.yaml allows, and the newest whose schemas we have.
VERSIONS = ["1.30", "1.37"]
SETS = {path.stem: path for path in [*(CHART / "examples").glob("*.yaml"), Path(__file__).parent / "everything.yaml"]}
RELEASE = {"name": "lamplighter", "namespace": "ml"}
# Objects that the chart passes on as they are: Kubernetes checks what is in them.
FREE = {"resources.requests", "resources.limits", "nodeSelector", "affinity", "podAnnotations", "timers",
        "serviceAccount.annotations", "service.annotations", "ingress.annotations"}


def fail(text):
    sys.exit(f"infra/helm: {text}")


def values_of(path):
    return helm.values_from_yaml(path.read_text())


def linted(name, values):
    report = helm.lint(CHART, values, strict=True, namespace=RELEASE["namespace"], kube_version=f"v{VERSIONS[0]}.0")
    # 1 is information, such as a recommendation of an icon.
    faults = [f"{one['path']}: {one['error']}" for one in report["messages"] if one["severity"] > 1] + report["errors"]
    if faults or report["total_charts_linted"] != 1:
        fail(f"{name}: {faults}")


def rendered(chart, values):
    """The manifests as `helm template` prints them, and the notes."""
    files = chart.render(values, **RELEASE)
    notes = "".join(text for path, text in files.items() if path.endswith("NOTES.txt"))
    manifests = [f"---\n# Source: {path}\n{text.strip().removeprefix('---').strip()}\n"
                 for path, text in sorted(files.items()) if not path.endswith("NOTES.txt") and text.strip()]
    return "".join(manifests), notes.strip() + "\n"


def validated(name, manifests):
    documents = [one for one in yaml.safe_load_all(manifests) if one]
    for version in VERSIONS:
        for document in documents:
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                fail(f"{name}: {document['kind']} in Kubernetes {version}: {'.'.join(map(str, error.path))}: {error.message}")
    return documents


def compared(file, text, update):
    path = GOLDEN / file
    if update:
        path.write_text(text)
    elif not path.exists() or path.read_text() != text:
        with tempfile.NamedTemporaryFile("w", suffix=f"-{file}", delete=False) as now:
            now.write(text)
        fail(f"{path} differs from what is rendered now: diff {path} {now.name}; tests/helm/run BINARY --update accepts it")


def validator_finds_faults(documents):
    """A misspelt key has to be found, or the validation means nothing."""
    deployment = copy.deepcopy(next(one for one in documents if one["kind"] == "Deployment"))
    deployment["spec"]["template"]["spec"]["containers"][0]["imagePulPolicy"] = "Always"
    try:
        kubernetes_validate.validate(deployment, VERSIONS[0], strict=True)
    except kubernetes_validate.ValidationError:
        return
    fail("the validator accepts a misspelt key")


def paths(values, prefix=()):
    for key, value in values.items():
        yield (*prefix, key)
        if isinstance(value, dict) and ".".join((*prefix, key)) not in FREE:
            yield from paths(value, (*prefix, key))


def accepted(chart, values):
    """Whether the schema accepts these values. Helm warns of each wrong type besides, on standard error."""
    warnings = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        chart.validate_schema(values)
    except helm.HelmValuesError:
        return False
    finally:
        os.dup2(warnings, 2)
    return True


def schema_is_strict(chart, everything):
    """Every key, misspelt or of another type, is refused; and the schema has the keys of values.yaml, no more."""
    assert accepted(chart, everything)
    count = 0
    for path in paths(everything):
        misspelt, mistyped = copy.deepcopy(everything), copy.deepcopy(everything)
        for wrong, change in [
            (misspelt, lambda parent: parent.update({f"{path[-1]}s": parent.pop(path[-1])})),
            (mistyped, lambda parent: parent.update({path[-1]: [[]] if not isinstance(parent[path[-1]], list) else "text"})),
        ]:
            parent = wrong
            for key in path[:-1]:
                parent = parent[key]
            change(parent)
            if accepted(chart, wrong):
                fail(f"values.schema.json accepts a fault of {'.'.join(path)}: {parent}")
            count += 1
    for timer in everything["timers"].values():
        for key in [*timer]:
            for value in [None, 7, {}]:
                wrong = copy.deepcopy(everything)
                wrong["timers"]["nightly"] = {**timer, key: value}
                if accepted(chart, wrong):
                    fail(f"values.schema.json accepts {key}: {value} of a timer")
                count += 1

    def declared(schema, prefix=()):
        for key, below in schema.get("properties", {}).items():
            yield (*prefix, key)
            yield from declared(below, (*prefix, key))

    optional = {("global",), ("resources", "claims")}
    in_schema = {path for path in declared(chart.schema)} - optional
    in_values = {path for path in paths(chart.values)}
    if in_schema != in_values:
        fail(f"in values.yaml or the schema alone: {in_schema ^ in_values}")
    if in_schema != set(paths(everything)):
        fail(f"everything.yaml does not set {in_schema ^ set(paths(everything))}")
    return count


def contradictions_are_named(chart, aks):
    """Values that the schema accepts and no release can use end with a sentence that says what to set."""
    nothing = {"config": "", "existingConfigMap": ""}
    cases = [
        (nothing, "pass --set-file config=lamplighter.toml"),
        ({"existingConfigMap": "mine"}, "set config or existingConfigMap, not both"),
        ({"secrets": {"secretProviderClass": "mine"}}, "set secrets.existingSecret or secrets.secretProviderClass, not both"),
        ({"secrets": {"existingSecret": ""}}, "timers.evening-notice has no secret"),
        ({"identity": {"azure": {"token": "projected"}}}, "set identity.azure.tenantId"),
        ({"serviceAccount": {"create": False}}, "set serviceAccount.name"),
        ({"ingress": {"host": ""}}, "set ingress.host"),
        ({"fullnameOverride": "a" * 40}, "set a shorter fullnameOverride"),
    ]
    for change, wanted in cases:
        try:
            rendered(chart, merged(aks, change))
        except helm.HelmError as error:
            if wanted not in str(error):
                fail(f"{change}: {error}, without {wanted!r}")
        else:
            fail(f"{change} is accepted")
    return len(cases)


def merged(values, change):
    both = dict(values)
    for key, value in change.items():
        both[key] = merged(both.get(key, {}), value) if isinstance(value, dict) else value
    return both


def names(chart, values):
    """The names that the README and federated credentials rely on."""
    for release, wanted in [("lamplighter", "lamplighter"), ("ml", "ml-lamplighter"), ("x" * 53, "x" * 28 + "-lamplighter")]:
        files = chart.render(values, name=release, namespace="ml")
        found = yaml.safe_load(files["lamplighter/templates/deployment.yaml"])["metadata"]["name"]
        if found != wanted:
            fail(f"the release {release} makes {found}, not {wanted}")


def main(update):
    version = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
    with helm.Chart.load(CHART) as chart:
        for key in ["version", "appVersion"]:
            if chart.metadata[key] != version:
                fail(f"Chart.yaml has {key} {chart.metadata[key]}, Cargo.toml {version}")
        if chart.metadata["kubeVersion"] != f">={VERSIONS[0]}.0-0":
            fail(f"Chart.yaml is for {chart.metadata['kubeVersion']}, and {VERSIONS[0]} is validated")
        count = 0
        for name, path in sorted(SETS.items()):
            values = values_of(path)
            linted(name, values)
            manifests, notes = rendered(chart, values)
            documents = validated(name, manifests)
            compared(f"{name}.yaml", manifests, update)
            compared(f"{name}.txt", notes, update)
            count += len(documents)
        validator_finds_faults(documents)
        refused = schema_is_strict(chart, values_of(SETS["everything"]))
        named = contradictions_are_named(chart, values_of(SETS["aks"]))
        names(chart, values_of(SETS["minimal"]))
    with tempfile.TemporaryDirectory() as folder:
        with helm.Chart.load(helm.package(CHART, destination=folder)) as packaged:
            if rendered(packaged, values_of(SETS["aks"]))[0] != (GOLDEN / "aks.yaml").read_text():
                fail("the packaged chart renders something else")
    print(f"helm {helm.helm_sdk_version()}: {', '.join(sorted(SETS))}: {count} objects are valid in Kubernetes "
          f"{' and '.join(VERSIONS)}; {refused} wrong values are refused, {named} contradictions are named")


main(sys.argv[1:] == ["--update"])

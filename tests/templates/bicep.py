"""Translates the Bicep in a folder into the ARM JSON that it stands for, and compares that with the JSON beside it. It knows as much
of Bicep as is used there, and stops at anything else. Microsoft's own compiler writes the same meaning, not the same letters.

usage: bicep.py FOLDER           compares
       bicep.py --write FOLDER   writes the JSON
"""

import json
import re
import sys
from pathlib import Path

from expressions import Expression, Resource, call, inner, outer
from lark import Token
from pycep import BicepParser

PARSER = BicepParser(cache=False).lark_parser
SCHEMAS = {
    "resourceGroup": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "subscription": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
}
DEPLOYMENTS = ("Microsoft.Resources/deployments", "2022-09-01")
OPERATORS = {"equals": "equals({}, {})", "not_equals": "not(equals({}, {}))", "conditional": "if({}, {}, {})"}
FUNCTIONS = {"concat", "empty", "guid", "json", "replace", "resourceGroup", "subscription", "subscriptionResourceId", "uniqueString", "utcNow"}
FACETS = {"description", "allowed", "minValue", "maxValue"}


class Template:
    def __init__(self, path):
        self.path, self.known, self.used = path, {}, set()
        self.scope = "resourceGroup"
        self.json = {"$schema": "", "contentVersion": "1.0.0.0", "parameters": {}, "variables": {}, "resources": [], "outputs": {}}
        later = []
        for element in PARSER.parse(path.read_text()).children:
            if element.data == "scope":
                self.scope = self.text(element.children[0])
            elif element.data in ("param", "var", "resource", "module", "output"):
                later.append(element)
                self.declare(element)
            else:
                raise ValueError(f"{path}: {element.data} is not understood")
        for element in later:
            getattr(self, element.data)(element)
        self.json["$schema"] = SCHEMAS[self.scope]
        for empty in ["parameters", "variables", "outputs"]:
            if not self.json[empty]:
                del self.json[empty]

    def declare(self, element):
        name = str(element.children[1])
        match element.data:
            case "param":
                self.known[name] = call("parameters", name)
            case "var":
                self.known[name] = call("variables", name)
            case "resource":
                kind, version = self.text(element.children[2].children[0]).split("@")
                fields = self.fields(element.children[4])
                parent, scope = (self.known[str(fields[key].children[0])] if key in fields else None for key in ("parent", "scope"))
                existing = element.children[3] is not None
                self.known[name] = Resource(kind, version, self.named(element.children[4]), existing, parent, scope, self.scope)
            case "module":
                fields = self.fields(element.children[3])
                scope = None
                if "scope" in fields:
                    function, *arguments = fields["scope"].children
                    scope = (function.rstrip("("), *map(self.value, arguments))
                self.known[name] = Resource(*DEPLOYMENTS, self.named(element.children[3]), False, scope=scope, ambient=self.scope)
        if any(child is not None and getattr(child, "data", "") == "loop" for child in element.children):
            self.known[name].loop = name

    def named(self, node):
        """The name of a resource; in a loop each has one of its own, and what refers to them waits for the loop."""
        return None if node.data == "loop" else self.value(self.fields(node)["name"])

    def fields(self, node):
        """The pairs of a resource's body, whatever is around it."""
        body = node if node.data == "object" else node.children[-1]
        return {str(self.key(pair)): pair.children[1] for pair in body.children}

    def key(self, pair):
        token = pair.children[0].children[0]
        return self.text(token) if token.startswith("'") else str(token)

    # Elements

    def facets(self, decorators):
        facets = {}
        for decorator in decorators.children if decorators else []:
            name, value = decorator.children[0], self.value(decorator.children[1])
            if name not in FACETS:
                raise ValueError(f"@{name} is not understood")
            facets.update({"metadata": {name: value}} if name == "description" else
                          {"allowedValues" if name == "allowed" else str(name): value})
        return facets

    def param(self, element):
        decorators, name, kind, default = element.children
        entry = {"type": str(kind.children[0].children[0])}
        if default is not None:
            entry["defaultValue"] = outer(self.value(default))
        self.json["parameters"][str(name)] = entry | self.facets(decorators)

    def var(self, element):
        self.json["variables"][str(element.children[1])] = outer(self.value(element.children[-1]))

    def output(self, element):
        decorators, name, kind, value = element.children
        entry = {"type": str(kind.children[0].children[0]), "value": outer(self.value(value))}
        self.json["outputs"][str(name)] = entry | self.facets(decorators)

    def body(self, name, node):
        """What a resource's head says besides its type: its condition or loop, its fields, and what it waits for."""
        self.used, head = set(), {}
        if node.data == "deploy_condition":
            head["condition"] = outer(self.value(node.children[0]))
        elif node.data == "loop":
            (item, items), condition = node.children[0].children, node.children[1]
            if condition is not None:
                raise ValueError("a loop with a condition is not understood")
            items = self.value(items)
            self.known[str(item)] = Expression(f"{items}[copyIndex()]")
            head["copy"] = {"name": name, "count": outer(call("length", items))}
        fields = self.fields(node)
        for waits in fields.pop("dependsOn").children if "dependsOn" in fields else []:
            self.used.add(str(waits.children[0]))
        return head, fields

    def depends(self, itself):
        waits = [self.known[name] for name in sorted(self.used) if name != itself]
        ids = [resource.loop or outer(resource.id()) for resource in waits if not resource.existing]
        return {"dependsOn": ids} if ids else {}

    def resource(self, element):
        name, resource = str(element.children[1]), self.known[str(element.children[1])]
        if resource.existing:
            return
        head, fields = self.body(name, element.children[4])
        for key in ("parent", "scope"):
            if key in fields:
                self.used.add(str(fields.pop(key).children[0]))
        resource.name = self.value(fields.pop("name"))  # again: for what it refers to, and for the item of a loop
        entry = head | {"type": resource.kind, "apiVersion": resource.version, "name": outer(resource.full_name())}
        if resource.scope:
            entry["scope"] = outer(resource.scope.id())
        entry |= {outer(key): outer(self.value(value)) for key, value in fields.items()}
        self.json["resources"].append(entry | self.depends(name))

    def module(self, element):
        name, module = str(element.children[1]), self.known[str(element.children[1])]
        head, fields = self.body(name, element.children[3])
        template = Template(self.path.with_name(self.text(element.children[2].children[0])))
        entry = head | dict(zip(("type", "apiVersion"), DEPLOYMENTS)) | {"name": outer(self.value(fields["name"]))}
        match module.scope:
            case ("subscription",):
                entry |= {"subscriptionId": "[subscription().subscriptionId]", "location": "[resourceGroup().location]"}
            case ("resourceGroup", group):
                entry["resourceGroup"] = outer(group)
        parameters = {key: {"value": value} for key, value in self.value(fields["params"]).items()}
        asked = template.json.get("parameters", {})
        missing = {key for key, entry in asked.items() if "defaultValue" not in entry} - parameters.keys()
        if missing or parameters.keys() - asked.keys() or template.scope != (module.scope or (self.scope,))[0]:
            raise ValueError(f"{name}: parameters or scope are not those of its file: {missing}")
        entry["properties"] = {"expressionEvaluationOptions": {"scope": "inner"}, "mode": "Incremental",
                               "parameters": outer(parameters), "template": template.json}
        self.json["resources"].append(entry | self.depends(name))

    # Values

    def value(self, node):
        if isinstance(node, Token):
            raise ValueError(f"{node} is not understood")
        children = [child for child in node.children if child is not None]
        match node.data:
            case "true" | "false":
                return node.data == "true"
            case "int_type":
                return int(children[0])
            case "multi_line_string":
                return children[0][3:-3].removeprefix("\n")
            case "string":
                return self.text(children[0]) if children[0].startswith("'") else self.name(str(children[0]))
            case "array":
                return [self.value(child) for child in children]
            case "object":
                return {self.key(pair): self.value(pair.children[1]) for pair in children}
            case "function":
                return self.function(children[0].rstrip("("), children[1:])
            case "operator":
                return self.value(children[0])
            case "property_accessor":
                return self.access(children)
        # The parser knows no precedence: `a == b ? c : d` would come out as `a == (b ? c : d)`.
        nested = {child.children[0].data for child in children if child.data == "operator"} & OPERATORS.keys()
        if node.data not in OPERATORS or nested:
            raise ValueError(f"{node.data} is not understood, or not beside {nested}")
        return Expression(OPERATORS[node.data].format(*(inner(self.value(child)) for child in children)))

    def name(self, name):
        if isinstance(self.known.get(name), Resource) or name not in self.known:
            raise ValueError(f"{name} stands for no value")
        return self.known[name]

    def function(self, name, arguments):
        if name == "loadJsonContent":
            return json.loads(self.path.with_name(self.value(arguments[0])).read_text())
        if name not in FUNCTIONS:
            raise ValueError(f"{name}() is not understood")
        return call(name, *map(self.value, arguments))

    def access(self, children):
        """a.b.c, which the parser nests to the right."""
        first, path = children[0], []
        while children[1].data == "operator":
            children = children[1].children[0].children
            path.append(str(children[0].children[0]))
        path.append(str(children[1].children[0]))
        known = self.known.get(str(first.children[0])) if first.data == "string" else None
        if isinstance(known, Resource):
            self.used.add(str(first.children[0]))
            begin, path = known.member(path[0]), path[1:]
        else:
            begin = self.value(first)
        return Expression(".".join([begin, *path])) if path else begin

    def text(self, token):
        """A string, whose ${…} make it an expression."""
        parts = re.split(r"\$\{([^}]*)\}", token[1:-1])
        texts = [re.sub(r"\\(.)", r"\1", part) for part in parts[::2]]
        if len(parts) == 1:
            return texts[0]
        values = [self.value(PARSER.parse(f"var it = {part}\n").children[0].children[-1]) for part in parts[1::2]]
        pattern = "".join(text.replace("{", "{{").replace("}", "}}") + (f"{{{i}}}" if i < len(values) else "")
                          for i, text in enumerate(texts))
        return call("format", pattern, *values)


def main(folder, write):
    paths = sorted(Path(folder).glob("*.bicep"))
    parts = {part for path in paths for part in re.findall(r"^module \w+ '(.*?)'", path.read_text(), re.MULTILINE)}
    for path in paths:
        meant = json.dumps(Template(path).json, indent=2, ensure_ascii=False) + "\n"
        beside = path.with_suffix(".json")
        if write and (path.name not in parts or beside.exists()):
            beside.write_text(meant)
        if not beside.exists() and path.name in parts:
            continue
        if not beside.exists() or beside.read_text() != meant:
            sys.exit(f"{beside} is not what {path.name} stands for: tests/templates/bicep.py --write {folder}")
    print(f"{folder}: {len(paths)} Bicep files stand for the JSON beside them")


if __name__ == "__main__":
    main(sys.argv[-1], "--write" in sys.argv)

"""ARM's language of expressions, as bicep.py writes it."""


class Expression(str):
    """A piece of ARM's language of expressions, as opposed to text."""


def inner(value):
    """How a value is written within an expression."""
    match value:
        case Expression():
            return value
        case str():
            return "'" + value.replace("'", "''") + "'"
        case bool():
            return f"{str(value).lower()}()"
        case int():
            return str(value)
        case list():
            return f"createArray({', '.join(map(inner, value))})"
        case dict():
            return f"createObject({', '.join(inner(part) for pair in value.items() for part in pair)})"
    raise ValueError(f"{value!r} within an expression")


def outer(value):
    """How it is written as JSON."""
    match value:
        case Expression():
            return f"[{value}]"
        case str() if value.startswith("["):
            raise ValueError(f"{value!r} would be taken for an expression")
        case list():
            return [outer(item) for item in value]
        case dict():
            return {outer(key): outer(item) for key, item in value.items()}
    return value


def call(name, *arguments):
    return Expression(f"{name}({', '.join(map(inner, arguments))})")


class Resource:
    """What a name of a resource or a module stands for."""

    def __init__(self, kind, version, name, existing, parent=None, scope=None, ambient="resourceGroup"):
        self.kind, self.version, self.name, self.existing = kind, version, name, existing
        self.parent, self.scope, self.ambient = parent, scope, ambient
        self.loop = None  # what to wait for where it stands for several

    def names(self):
        return [*(self.parent.names() if self.parent else []), self.name]

    def full_name(self):
        names = self.names()
        return names[0] if len(names) == 1 else call("format", "/".join(f"{{{i}}}" for i in range(len(names))), *names)

    def id(self):
        if self.loop:
            raise ValueError(f"which of {self.loop} is meant is not understood")
        match self.scope:
            case Resource():
                return call("extensionResourceId", self.scope.id(), self.kind, *self.names())
            case ("resourceGroup", group):
                group = call("format", "/subscriptions/{0}/resourceGroups/{1}", Expression("subscription().subscriptionId"), group)
                return call("extensionResourceId", group, self.kind, *self.names())
        at_subscription = self.ambient == "subscription" or self.scope == ("subscription",)
        return call("subscriptionResourceId" if at_subscription else "resourceId", self.kind, *self.names())

    def member(self, name):
        """Where a property begins, and how many names of its path that takes."""
        if name in ("id", "name"):
            return self.id() if name == "id" or self.loop else self.name
        if name == "properties":
            return call("reference", self.id(), self.version)
        return Expression(f"{call('reference', self.id(), self.version, 'full')}.{name}")

"""What Azure said, without what tells whose it is: each id, name, address, mail and key becomes a placeholder, the same
one wherever it stands again. What is known beforehand is searched for by itself, the rest by its looks."""

import base64
import ipaddress
import json
import re

# All others are named without their value.
HEADERS = {
    "azure-asyncoperation", "content-length", "content-type", "date", "location", "retry-after", "x-aml-cluster",
    "x-request-time", "x-ms-correlation-request-id", "x-ms-failure-cause", "x-ms-request-id", "x-ms-response-type",
    "x-ms-routing-request-id",
}
BUDGETS = "x-ms-ratelimit-remaining-"

# Members of JSON whose text is somebody's, whatever it looks like.
PRIVATE = re.compile(r"key|secret|password|token|credential|connectionstring|username|email|mail|upn|principalname|givenname|surname", re.I)
PERSON = re.compile(r"createdby|lastmodifiedby|modifiedby", re.I)
# What may stand in an address behind a question mark as it is.
SHOWN = {"api-version", "service", "underlyingResourceAction", "$expand"}

GUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
JWT = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")
MAIL = re.compile(r"[\w.+%#-]+@[\w-]+(\.[\w-]+)+")
SSH = re.compile(r"\b(ssh-\w+|ecdsa-[\w-]+) [A-Za-z0-9+/=]{16,}( \S+)?")
QUERY = re.compile(r"([?&])([$\w.-]+)=([^&\s\"']*)")
RESOURCE = re.compile(r"/(?:subscriptions|providers)/[^\s\"'?,;)\]]+", re.I)
IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
IPV6 = re.compile(r"(?<![\w:.])[0-9a-f:]{3,45}(?![\w:])", re.I)
HEX = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b", re.I)
OPAQUE = re.compile(r"(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+=-][\w+/=-]{38,}[\w+=-](?![\w+/=-])")


def claims(token):
    """What a token says of whom it is for; nothing of one that is no JWT."""
    try:
        part = token.split(".")[1]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}


class Redactor:
    def __init__(self, subscription, group, workspace, instance, token, second=None):
        self.guids, self.names, self.addresses = {}, {}, {}
        self.known = {subscription.lower(): "00000000-0000-0000-0000-000000000001", group.lower(): "ml-rg",
                      workspace.lower(): "ml-research", instance.lower(): "lamplighter-check-1"}
        if second:
            self.known[second.lower()] = "ml-second"
        self.takes(token)

    def takes(self, token):
        """A token is known from now on, and so is whom it names."""
        told = claims(token)
        self.known[token.lower()] = "<token>"
        known = {"tid": "00000000-0000-0000-0000-0000000000aa", "oid": "00000000-0000-0000-0000-0000000000bb",
                 "appid": "00000000-0000-0000-0000-0000000000cc", "ipaddr": "192.0.2.1", "name": "Ada Example",
                 "given_name": "Ada", "family_name": "Example",
                 **dict.fromkeys(["upn", "unique_name", "preferred_username", "email"], "ada@example.com")}
        for claim, placeholder in known.items():
            if isinstance(told.get(claim), str) and told[claim]:
                self.known.setdefault(told[claim].lower(), placeholder)
        longest_first = sorted(self.known, key=len, reverse=True)
        self.pattern = re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])" for one in longest_first), re.I)

    def text(self, text):
        text = self.pattern.sub(lambda found: self.known[found.group().lower()], text)
        text = JWT.sub("<token>", text)
        text = MAIL.sub(lambda found: found.group() if found.group().endswith("@example.com") else "person@example.com", text)
        text = SSH.sub("<key>", text)
        text = QUERY.sub(parameter, text)
        text = GUID.sub(lambda found: self.guid(found.group()), text)
        text = RESOURCE.sub(lambda found: self.arm_id(found.group()), text)
        text = IPV4.sub(lambda found: self.address(found.group()), text)
        text = IPV6.sub(lambda found: self.address(found.group()), text)
        text = HEX.sub(lambda found: f"<{len(found.group())} hex digits>", text)
        return OPAQUE.sub(lambda found: opaque(found.group()), text)

    def guid(self, found):
        if found.startswith("00000000-0000-"):
            return found
        return self.guids.setdefault(found.lower(), f"00000000-0000-4000-8000-{len(self.guids) + 1:012x}")

    def name(self, found):
        if found in self.known.values() or found.startswith(("name-", "00000000-0000-", "Microsoft.")):
            return found
        return self.names.setdefault(found.lower(), f"name-{len(self.names) + 1}")

    def arm_id(self, found):
        """/subscriptions/S/resourceGroups/G/providers/N.N/type/NAME/type/NAME…; a region stays what it is."""
        parts, i = found.split("/"), 1
        while i + 1 < len(parts):
            if parts[i].lower() not in ("providers", "locations", "subscriptions"):
                parts[i + 1] = self.name(parts[i + 1])
            i += 2
        return "/".join(parts)

    def address(self, found):
        try:
            address = ipaddress.ip_address(found)
        except ValueError:
            return found
        if address in ipaddress.ip_network("192.0.2.0/24" if address.version == 4 else "2001:db8::/32"):
            return found
        pattern = "192.0.2.{}" if address.version == 4 else "2001:db8::{:x}"
        return self.addresses.setdefault(found, pattern.format(len(self.addresses) + 10))

    def body(self, value, member=""):
        if isinstance(value, dict):
            if member.lower() == "tags":
                return {f"tag-{i + 1}": "…" for i in range(len(value))}
            return {self.text(key): self.body(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.body(one, member) for one in value]
        if isinstance(value, str) and value and PERSON.search(member):
            return "person@example.com"
        if isinstance(value, str) and value and PRIVATE.search(member):
            return f"<{member}>"
        return self.text(value) if isinstance(value, str) else value

    def headers(self, headers):
        shown = {name: self.text(value) for name, value in headers.items() if name in HEADERS or name.startswith(BUDGETS)}
        return shown, sorted(set(headers) - set(shown))

    def leaks(self, text):
        """What of all that is known to be private stands in a text all the same. Names of under six letters may be
        words, and are not looked for here."""
        private = [one for one in [*self.known, *self.guids, *self.addresses, *self.names] if len(one) > 5]
        open_words = {placeholder.lower() for placeholder in self.known.values()}
        return [one for one in private if one not in open_words and self.is_in(one, text)]

    @staticmethod
    def is_in(one, text):
        return re.search(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])", text, re.I) is not None


def opaque(found):
    """A path of words is none; what was replaced already is words."""
    words = all(re.fullmatch(r"[A-Za-z]+\d?|[a-z-]+-\d+", part) for part in found.split("/"))
    return found if words or GUID.search(found) else f"<{len(found)} characters>"


def parameter(found):
    mark, name, value = found.groups()
    shown = value if name in SHOWN else f"<{len(value)} characters>"
    return f"{mark}{name}={shown}"

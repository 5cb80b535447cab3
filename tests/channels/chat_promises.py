"""What the description promises to front-ends, a line for each thing; and what would break an older front-end."""

from collections.abc import Iterator
from typing import Any

from channels.chat.openapi_schemas import AT, within

Json = dict[str, Any]


def promises(told: Json) -> set[str]:
    """Every operation, what it takes and gives, every field and every value of an enumeration."""
    return {*_operations(told), *_models(told)}


def breaks(before: set[str], now: set[str]) -> list[str]:
    """What somebody who knows only `before` would stumble over."""
    known = {_subject(line) for line in before}
    gone = [line for line in before - now if line.replace(" must ", " may ") not in now]
    more = [line for line in now - before if _asks_more(line) and _subject(line) in known]
    return sorted([*(f"gone: {line}" for line in gone), *(f"new: {line}" for line in more)])


def _subject(line: str) -> str:
    """What a line is of: an operation, or a model on one of its sides."""
    side, name, *_ = line.split()
    return f"{side.replace('parameter', 'call')} {name.partition('.')[0]}"


def _asks_more(line: str) -> bool:
    """Whether it is more than old front-ends send, or than they know how to read."""
    return " must " in line or line.startswith("gives-value ")


def _operations(told: Json) -> Iterator[str]:
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            name = one["operationId"]
            takes = one["requestBody"]["content"]["application/json"]["schema"]["$ref"] if "requestBody" in one else "-"
            status, given = next((code, reply) for code, reply in one["responses"].items() if code.startswith("2"))
            kind, content = next(iter(given.get("content", {"-": {"schema": {}}}).items()))
            gives = content["schema"].get("$ref", kind)
            yield f"call {name} {method.upper()} {path} {takes.removeprefix(AT)} {status} {gives.removeprefix(AT)}"
            for parameter in one["parameters"]:
                must = "must" if parameter["required"] else "may"
                yield f"parameter {name} {must} {parameter['in']} {parameter['name']} {_kind(parameter['schema'])}"


def _models(told: Json) -> Iterator[str]:
    schemas = told["components"]["schemas"]
    taken, given = _taken(told), _given(told)
    for side, names, needed in (("takes", taken, "must"), ("gives", given, "always")):
        for name in within(schemas, names):
            model = schemas[name]
            for value in model.get("enum", ()):
                yield f"{side}-value {name} {value}"
            if "anyOf" in model:
                yield f"{side} {name} {_kind(model)}"
            for field, schema in model.get("properties", {}).items():
                yield f"{side} {name}.{field} {needed if field in model.get('required', ()) else 'may'} {_kind(schema)}"


def _taken(told: Json) -> set[str]:
    bodies = [one["requestBody"] for one in _all(told) if "requestBody" in one]
    return {body["content"]["application/json"]["schema"]["$ref"].removeprefix(AT) for body in bodies}


def _given(told: Json) -> set[str]:
    replies = [reply for one in _all(told) for reply in one["responses"].values()]
    schemas = [content["schema"] for reply in replies for content in reply.get("content", {}).values()]
    return {schema["$ref"].removeprefix(AT) for schema in schemas if "$ref" in schema} | {"ConversationEvent"}


def _all(told: Json) -> Iterator[Json]:
    for methods in told["paths"].values():
        yield from methods.values()


def _kind(schema: Json) -> str:
    """What kind of value it is, in a word."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(AT)
    if "anyOf" in schema:
        return "|".join(_kind(one) for one in schema["anyOf"])
    if schema["type"] == "array":
        return f"[{_kind(schema['items'])}]"
    if "additionalProperties" in schema:
        return f"{{{_kind(schema['additionalProperties'])}}}"
    return ":".join(str(schema[key]) for key in ("type", "format", "const") if key in schema)

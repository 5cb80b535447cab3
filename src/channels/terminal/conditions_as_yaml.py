"""Conditions in the form in which editors write them."""

from core.journey.condition import (
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Declined,
    Fact,
    Has,
    In,
    Is,
    NeedAtLeast,
    Not,
    NotSure,
)  # fmt: skip

Yaml = dict[str, object]
WITHOUT_VALUE: dict[type, str] = {Answered: "answered", NotSure: "not_sure", Declined: "declined"}


def as_yaml(condition: Condition) -> Yaml:
    """The condition as a tree."""
    match condition:
        case All(parts):
            return {"all": [as_yaml(part) for part in parts]}
        case Any(parts):
            return {"any": [as_yaml(part) for part in parts]}
        case Not(part):
            return {"not": as_yaml(part)}
        case Is(question, option):
            return {"is": {question: option}}
        case In(question, options):
            return {"in": {question: list(options)}}
        case Has(question, option):
            return {"has": {question: option}}
        case AtLeast(question, value):
            return {"at_least": {question: value}}
        case AtMost(question, value):
            return {"at_most": {question: value}}
        case Answered(question) | NotSure(question) | Declined(question):
            return {WITHOUT_VALUE[type(condition)]: question}
        case Fact(name):
            return {"fact": name}
        case NeedAtLeast(need, level):
            return {"need": {need: level}}


def on_a_line(condition: Condition) -> str:
    """The condition on one line, as it may stand in a file."""
    return _flow(as_yaml(condition))


def _flow(tree: object) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(_flow(item) for item in tree) + "]"
    return str(tree)

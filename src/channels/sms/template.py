"""Named places in the values of a request's body."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([a-z_]+)\}")
PLACES = frozenset({"to", "text", "sender", "key", "callback"})


def filled(body: object, values: Mapping[str, str]) -> object:
    """The body with its places filled, each once: what fills a place is never read as a place."""
    match body:
        case str():
            return PLACE.sub(lambda place: values[place[1]], body)
        case Mapping():
            return {name: filled(value, values) for name, value in body.items()}
        case list() | tuple():
            return [filled(value, values) for value in body]
        case _:
            return body


def places_in(body: object) -> frozenset[str]:
    """The places that a body names."""
    match body:
        case str():
            return frozenset(PLACE.findall(body))
        case Mapping():
            return frozenset().union(*(places_in(value) for value in body.values()))
        case list() | tuple():
            return frozenset().union(*(places_in(value) for value in body))
        case _:
            return frozenset()

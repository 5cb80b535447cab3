"""A page rendered once with gaps, and filled many times."""

import re
from collections.abc import Mapping

from markupsafe import Markup

GAP = re.compile("\x02(\\S+?)\x03")


def gap(name: str) -> Markup:
    """A place in a template that is filled later. What fills it must be safe as it stands."""
    return Markup(f"\x02{name}\x03")  # noqa: S704 - our own name


class Pieces:
    """The text between the gaps, and the names of the gaps."""

    __slots__ = ("names", "parts")

    def __init__(self, rendered: str) -> None:
        self.parts = GAP.split(rendered)
        self.names = tuple(enumerate(self.parts))[1::2]

    def fill(self, values: Mapping[str, str]) -> str:
        """The page, with a value in each gap; a gap without one stays empty."""
        parts = self.parts.copy()
        for place, name in self.names:
            parts[place] = values.get(name, "")
        return "".join(parts)

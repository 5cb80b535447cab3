"""Who provides a pathway."""

from dataclasses import dataclass

from core.text import Source, Text


@dataclass(frozen=True, slots=True)
class Provider:
    """A Nav office, career centre, school, university, municipality, county service, or a national one."""

    key: str
    kind: str
    name: Text
    source: Source
    county: str = ""
    url: str = ""
    phone: Text | None = None
    fallback: str = ""  # another provider to name beside it, when its own particulars are not confirmed

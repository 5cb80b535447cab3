"""The office that people can go to or call, from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Office:
    """What is known of it; what is left out is not shown. Hours by weekday, 0 is Monday."""

    name: str = ""
    phone: str = ""
    address: str = ""
    hours: Mapping[int, str] = field(default_factory=dict)

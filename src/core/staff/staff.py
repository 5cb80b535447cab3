"""Staff: the people who work at the desk, the units they belong to, and how their provider knows them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from core.errors import Invalid

Role = Literal["counsellor", "team_lead", "content_editor", "analyst", "operator"]
Availability = Literal["available", "busy", "away"]
Kind = Literal["nav_office", "career_centre", "school", "county_follow_up", "municipality"]

ROLES: tuple[Role, ...] = get_args(Role)
AVAILABILITIES: tuple[Availability, ...] = get_args(Availability)
KINDS: tuple[Kind, ...] = get_args(Kind)
KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
E164 = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """Where counsellors work: cases stand in the queue of a unit."""

    key: str
    name: str
    kind: Kind
    county: str


@dataclass(frozen=True, slots=True)
class Identity:
    """How a provider knows somebody. An e-mail address is none: it may pass to another person."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Staff:
    """One who works here. Whoever stops working here is made inactive, and stays named in what they did."""

    id: str
    name: str  # as citizens read it
    unit: str
    roles: frozenset[Role]
    languages: tuple[str, ...] = ("nb",)
    phone: str = ""  # in E.164; what rings when they call a citizen
    availability: Availability = "away"
    away_until: datetime | None = None
    may_see_shielded: bool = False  # a right of its own, beside every role
    active: bool = True
    version: int = 1

    def is_available(self, now: datetime) -> bool:
        """Whether new cases may be offered to them. Who was away until a moment is back by then."""
        back = self.availability == "away" and self.away_until is not None and self.away_until <= now
        return self.active and (back or self.availability == "available")


def whole_unit(unit: Unit) -> Unit:
    """The unit, when all of it can be used; Invalid with each fault."""
    faults = []
    if not KEY.fullmatch(unit.key):
        faults.append("the key must be small letters, digits and hyphens, as in nav-bergen")
    if not _is_name(unit.name):
        faults.append(f"the name must be one line of 1 to {LONGEST_NAME} letters")
    if unit.kind not in KINDS:
        faults.append(f"the kind must be one of {', '.join(KINDS)}")
    if faults:
        raise Invalid(*faults)
    return unit


def whole_staff(staff: Staff) -> Staff:
    """The member of staff, when all of it can be used; Invalid with each fault."""
    faults = []
    if not KEY.fullmatch(staff.id):
        faults.append("the id must be small letters, digits and hyphens, as in kari")
    if not _is_name(staff.name):
        faults.append(f"the name must be one line of 1 to {LONGEST_NAME} letters")
    if not staff.roles or not staff.roles <= set(ROLES):
        faults.append(f"the roles must be one or more of {', '.join(ROLES)}")
    if not staff.languages or not all(LANGUAGE.fullmatch(one) for one in staff.languages):
        faults.append("the languages must be one or more codes, as in nb, nn, en")
    if staff.phone and not E164.fullmatch(staff.phone):
        faults.append("the phone must be written with its country, as in +47 and eight digits")
    if staff.availability not in AVAILABILITIES:
        faults.append(f"the availability must be one of {', '.join(AVAILABILITIES)}")
    if faults:
        raise Invalid(*faults)
    return staff


def _is_name(name: str) -> bool:
    return 1 <= len(name) <= LONGEST_NAME and name == name.strip() and name.isprintable()

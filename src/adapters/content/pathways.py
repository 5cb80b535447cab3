"""Pathways and providers, from the tree."""

import re
from collections.abc import Collection

from adapters.content.conditions import Outline
from adapters.content.fault import instead
from adapters.content.part import Part
from adapters.content.texts import SOURCE_KEYS, Texts, read_source
from core.pathway.pathway import Override, Pathway, Place, Step
from core.pathway.provider import Provider
from core.text import Text

KINDS = (
    "nav_office", "career_centre", "e_guidance", "school", "university", "municipality", "county_service", "state",
    "employer", "doctor", "library",
)  # fmt: skip
WHO = ("citizen", "counsellor", *KINDS)
SAID = ("offline_step", "cost", "bring", "after", "duration", "decides", "legal_basis")
REPLACED = ("title", "summary", "first_step", *SAID)
OFFERS = ("suggest", "needs_human")
NUMBERED = re.compile(r"pathways/(\d\d)-")


def read_pathway(part: Part, outline: Outline, texts: Texts, providers: Collection[str]) -> Pathway:
    """One pathway, with every name in it checked."""
    part.only(
        "pathway", "number", "place", "for", "offer", "provider", "title", "summary", "first_step", "who_does", "steps",
        "counties", "order", "needs", "own_when", "first_when", *SAID, *SOURCE_KEYS,
    )  # fmt: skip
    condition, own_when, first_when = part.get("for"), part.get("own_when"), part.get("first_when")
    order = part.get("order")
    said = {key: texts.maybe(part.get(key)) for key in SAID}
    needs = outline.needs or {}
    return Pathway(
        key=part.need("pathway").key(),
        number=_number(part),
        place=Place(part.need("place").one_of((place.value for place in Place), "there is no place") or "any"),
        condition=outline.read(condition) if condition else None,
        offer=part.need("offer").one_of(OFFERS, "there is no offer") or OFFERS[0],
        provider=part.need("provider").one_of(providers, "there is no provider"),
        title=texts.read(part.need("title")),
        summary=texts.read(part.need("summary")),
        first_step=texts.read(part.need("first_step")),
        who_does=part.need("who_does").one_of((*WHO, *providers), "there is nobody called"),
        source=read_source(part),
        steps=tuple(_step(item, texts, providers) for item in part.below("steps").items()),
        order=(order.number() if order else None) or 0,
        needs=tuple(item.one_of(needs, "there is no need") for item in part.below("needs").items()),
        own_when=outline.read(own_when) if own_when else None,
        first_when=outline.read(first_when) if first_when else None,
        counties=_counties(part.below("counties"), outline, texts, providers),
        **said,
    )


def _number(part: Part) -> int:
    number = part.need("number").whole(1) or 0
    in_name = NUMBERED.match(str(part.path[0]))
    if not in_name:
        part.fault("the file's name begins with the pathway's number, as in `01-….yaml`")
    elif number and int(in_name[1]) != number:
        part.below("number").fault(f"the file's name says {in_name[1]}; make them agree")
    return number


def _step(part: Part, texts: Texts, providers: Collection[str]) -> Step:
    part.only("who", "text")
    who = part.need("who").one_of((*WHO, *providers), "there is nobody called")
    return Step(who, texts.read(part.need("text")))


def _counties(part: Part, outline: Outline, texts: Texts, providers: Collection[str]) -> dict[str, Override]:
    known = outline.questions["county"].options if "county" in outline.questions else ()
    overrides: dict[str, Override] = {}
    for county, entry in part.entries().items():
        if county not in known:
            entry.fault(f"there is no county `{county}`{instead(county, known)}", of_key=True)
        entry.only("provider", *REPLACED)
        provider = entry.get("provider")
        replaced: dict[str, Text] = {}
        for key in REPLACED:
            text = entry.get(key)
            if text:
                replaced[key] = texts.read(text)
        overrides[county] = Override(provider.one_of(providers, "there is no provider") if provider else None, replaced)
    return overrides


def read_provider(part: Part, outline: Outline, texts: Texts, providers: Collection[str]) -> Provider:
    """One provider."""
    part.only("provider", "kind", "county", "name", "url", "phone", "fallback", *SOURCE_KEYS)
    known = outline.questions["county"].options if "county" in outline.questions else ()
    county, url, phone, fallback = part.get("county"), part.get("url"), part.get("phone"), part.get("fallback")
    return Provider(
        key=part.need("provider").key(),
        kind=part.need("kind").one_of(KINDS, "there is no kind"),
        name=texts.read(part.need("name")),
        source=read_source(part),
        county=county.one_of(known, "there is no county") if county else "",
        url=url.scalar() if url else "",
        phone=(texts.read(phone) if isinstance(phone.tree, dict) else texts.same(phone)) if phone else None,
        fallback=fallback.one_of(providers, "there is no provider") if fallback else "",
    )

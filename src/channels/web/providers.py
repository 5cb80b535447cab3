"""Who does it, as a page shows them."""

from dataclasses import dataclass

from channels.web.visit import Visit
from core.conversation.turn import Known
from core.pathway.provider import Provider
from core.release import Release


@dataclass(frozen=True, slots=True)
class Shown:
    """A provider's name, and how to reach it where that is confirmed."""

    name: str
    url: str
    phone: str
    beside: str  # another one to turn to, while this one's own details are not confirmed


def shown(visit: Visit, release: Release, provider: Provider) -> Shown:
    """The provider, as it may be said today."""
    fallback = release.providers.get(provider.fallback)
    return Shown(
        visit.text(provider.name),
        provider.url,
        visit.text(provider.phone) if provider.phone else "",
        visit.text(fallback.name) if fallback else "",
    )


def county_of(known: Known | None) -> str:
    """The county that was answered; empty when there is none."""
    held = known.state.answers.get("county") if known else None
    return held.value if held and isinstance(held.value, str) else ""


def who(visit: Visit, release: Release, key: str) -> str:
    """Who takes a step: you, or a provider by its name or kind."""
    provider = release.providers.get(key)
    if provider:
        return visit.text(provider.name)
    named = f"web_who_{key}"
    return visit.say(named) if named in visit.service.releases.current.texts else key.replace("_", " ")

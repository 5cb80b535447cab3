"""One pathway: what it is, the steps, and who takes them. Nothing personal; it can be shared."""

from starlette.responses import Response

from channels.pages.words import day_in_words
from channels.web.plan import in_plan
from channels.web.providers import county_of, shown, who
from channels.web.visit import Visit
from core.pathway.pathway import Pathway
from core.release import Release

FACTS = ("duration", "cost", "bring", "decides", "after", "legal_basis")


async def show(visit: Visit) -> Response:
    """The pathway, with what the citizen's county does otherwise."""
    known = await visit.known_if_readable()
    releases = visit.service.releases
    release = await releases.get(known.release) if known else releases.current
    pathway = release.pathway(visit.request.path_params["key"])
    county = county_of(known)
    text = {name: pathway.says(name, county) for name in ("title", "summary", "first_step", *FACTS)}
    said = {name: visit.text(one) for name, one in text.items() if one}
    return visit.page(
        "path.html",
        title=said["title"],
        said=said,
        facts=[(name, said[name]) for name in FACTS if said.get(name)],
        steps=_steps(visit, pathway, release),
        provider=shown(visit, release, release.providers[pathway.provider_in(county)]),
        source=pathway.source,
        checked=day_in_words(pathway.source.checked_on, visit.language),
        back=bool(known and known.result),
        key=pathway.key,
        begun=bool(known),
        item=in_plan(known.state).get(pathway.key, "") if known else "",
    )


def _steps(visit: Visit, pathway: Pathway, release: Release) -> list[tuple[str, str]]:
    return [(who(visit, release, step.who), visit.text(step.text)) for step in pathway.steps]

"""The plan from both sides: each thing that one does shows up at the other, with actor and time. (CW-31)"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from tests.channels.fakes import Browser, Page
from tests.desk_kit import KARI, OLA, Kit, desk_kit

from core.case.act import Claim
from core.conversation.input import AskForPerson
from core.plan.act import AnswerItem, ChangeItem, ProposeItem
from core.use_cases.serve_case import Step, handle_case


@dataclass
class Planned:
    """Kari has the case of a citizen."""

    kit: Kit
    kari: Browser
    address: str

    async def does(self, do: str, **fields: str) -> Page:
        """Kari presses something; of an item, with the revision that the page has."""
        page = await self.kari.get(self.address)
        if "item" in fields:
            item = (await self.kit.known()).state.plan[fields["item"]]
            fields = {"revision": str(item.revision), **fields}
        return await self.kari.submit(page, self.address, do=do, **fields)  # type: ignore[arg-type]


@pytest.fixture
async def planned() -> AsyncIterator[Planned]:
    """A case that is held."""
    async with desk_kit() as kit:
        await kit.does(AskForPerson(words="Hei"))
        case = (await kit.known()).case
        await handle_case(Step(KARI, case, "claim", Claim()), cases=kit.store.desk, clock=kit.clock)
        yield Planned(kit, await kit.counsellor(KARI), f"/desk/cases/{case}/plan")


async def test_an_empty_plan_says_so(planned: Planned) -> None:
    assert "Det er ikke noe i planen ennå" in (await planned.kari.get(planned.address)).words


async def test_what_the_counsellor_proposes_waits_for_the_citizen_and_their_yes_is_seen(planned: Planned) -> None:
    page = await planned.does("propose", title="Oppdatere CV-en", by="2026-12-01", who="citizen", pathway="")
    assert "Oppdatere CV-en" in page.words
    assert "Venter på innbyggeren: 1" in page.words
    ((id, item),) = (await planned.kit.known()).state.plan.items()
    assert (item.waits_for, item.last_name) == ("citizen", "Kari")
    await planned.kit.does(AnswerItem(id, item.revision, "accepted"))
    page = await planned.kari.get(planned.address)
    assert "Venter på innbyggeren: 0" in page.words
    assert "Innbyggeren" in page.words


async def test_a_no_of_the_citizen_is_seen_with_its_reason(planned: Planned) -> None:
    await planned.does("propose", title="Jobbsøkerkurs", by="", who="citizen", pathway="")
    await planned.kit.does(AnswerItem("p1", 1, "declined", "Jeg har gått det før"))
    assert "Jeg har gått det før" in (await planned.kari.get(planned.address)).words


async def test_another_day_that_the_citizen_suggests_waits_for_the_counsellor(planned: Planned) -> None:
    await planned.does("propose", title="Møte", by="2026-12-01", who="office", pathway="")
    await planned.kit.does(AnswerItem("p1", 1, "accepted"))
    revision = (await planned.kit.known()).state.plan["p1"].revision
    await planned.kit.does(ChangeItem("p1", revision, by="2026-12-08", reason="Jeg er bortreist"))
    page = await planned.kari.get(planned.address)
    assert "Venter på deg: 1" in page.words
    await planned.does("accepted", item="p1", words="")
    item = (await planned.kit.known()).state.plan["p1"]
    assert (item.state, item.by) == ("agreed", "2026-12-08")


async def test_what_was_changed_meanwhile_is_shown_and_not_overwritten(planned: Planned) -> None:
    await planned.does("propose", title="Møte", by="2026-12-01", who="office", pathway="")
    await planned.kit.does(AnswerItem("p1", 1, "accepted"))
    old = (await planned.kit.known()).state.plan["p1"].revision
    await planned.kit.does(ChangeItem("p1", old, by="2026-12-08"))
    page = await planned.does("done", item="p1", revision=str(old), words="")
    assert page.status == 409
    assert "Slik står det nå" in page.words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"do": "propose", "title": " ", "pathway": "", "by": ""}, "Skriv hva det gjelder"),
        ({"do": "propose", "title": "Møte", "pathway": "", "by": "2020-01-01"}, "fra i dag og framover"),
        ({"do": "propose", "title": "Møte", "pathway": "", "by": "snart"}, "Skriv en dato"),
    ],
)
async def test_a_proposal_that_lacks_something_says_what(planned: Planned, fields: dict[str, str], said: str) -> None:
    page = await planned.does(**fields)
    assert page.status == 422
    assert said in page.words


async def test_only_the_holder_changes_the_plan(planned: Planned) -> None:
    await planned.kit.does(ProposeItem(title="Ringe skolen"))
    ola = await planned.kit.counsellor(OLA)
    case = planned.address.removesuffix("/plan")
    page = await ola.submit(await ola.get(case), case, purpose="helps_holder")
    page = await ola.get(planned.address)
    assert "Ringe skolen" in page.words
    assert "Foreslå for innbyggeren" not in page.words


async def test_a_pathway_can_be_proposed_as_it_stands(planned: Planned) -> None:
    pathway = planned.kit.releases.current.pathways[0]
    await planned.does("propose", title="", pathway=pathway.key, by="", who="citizen")
    item = (await planned.kit.known()).state.plan["p1"]
    assert (item.pathway, item.proposed_by) == (pathway.key, "counsellor")

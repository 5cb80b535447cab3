"""The plan over the chat API: read, proposed and answered, with the same rules as everywhere."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.channels.chat_front_end import LIVE_KEY, FrontEnd, Service, service
from tests.channels.fakes import content
from tests.fakes import FakeChance, FakeReleases

from core.conversation.input import Act, Input, Origin
from core.plan.act import ChangeItem, ProposeItem
from core.use_cases.receive import receive

KARI = "Kari"


@pytest.fixture
async def opened() -> AsyncIterator[Service]:
    async with service() as one:
        yield one


@pytest.fixture
async def anna(opened: Service) -> FrontEnd:
    front_end = opened.front_end()
    await front_end.begins(language="nb", key=LIVE_KEY)
    return front_end


class Desk:
    """A counsellor who acts on the plan of a conversation."""

    def __init__(self, opened: Service, anna: FrontEnd) -> None:
        self.opened, self.anna, self.did = opened, anna, 0

    async def does(self, act: Act) -> None:
        self.did += 1
        origin = Origin("desk", self.anna.conversation.removeprefix("cnv_"), f"d{self.did}")
        store, clock = self.opened.store, self.opened.clock
        releases = FakeReleases(content())
        await receive(
            Input(origin, act), conversations=store, releases=releases, clock=clock, chance=FakeChance(self.did)
        )


@pytest.fixture
def kari(opened: Service, anna: FrontEnd) -> Desk:
    return Desk(opened, anna)


async def plan(anna: FrontEnd) -> dict[str, Any]:
    found: dict[str, Any] = (await anna.get("/plan")).json()
    return found


async def responds(anna: FrontEnd, **body: Any) -> Any:
    return await anna.post("/plan/items/p1/responses", **body)


async def test_an_empty_plan_has_no_items(anna: FrontEnd) -> None:
    assert await plan(anna) == {"waiting_for_citizen": 0, "waiting_for_counsellor": 0, "items": []}


async def test_a_proposal_is_told_in_chat_and_answered(anna: FrontEnd, kari: Desk) -> None:
    """(CW-31)"""
    await kari.does(ProposeItem("Ring skolen", by="2026-12-01", name=KARI))
    (*_, event) = await anna.events()
    assert event["text"].startswith("Kari foreslår noe til planen din.")
    (item,) = (await plan(anna))["items"]
    assert (item["title"], item["waits_for"], item["by"]) == ("Ring skolen", "citizen", "2026-12-01")
    response = await responds(anna, revision=item["revision"], response="accepted")
    assert response.json()["state"] == "agreed"
    assert [(one["actor"], one["said"]) for one in response.json()["history"]] == [
        ("counsellor", "Kari foreslo dette"),
        ("citizen", "Du sa ja"),
    ]


async def test_an_item_that_was_changed_since_is_told_as_it_stands(anna: FrontEnd, kari: Desk) -> None:
    """(CD-04)"""
    await kari.does(ProposeItem("Ring skolen", name=KARI))
    await kari.does(ChangeItem("p1", 1, title="Besøk skolen", name=KARI))
    response = await responds(anna, revision=1, response="accepted")
    assert (response.status_code, response.json()["code"]) == (409, "item_changed")
    assert (response.json()["item"]["title"], response.json()["item"]["revision"]) == ("Besøk skolen", 2)


async def test_an_own_item_and_what_is_asked_of_the_office(anna: FrontEnd) -> None:
    own = await anna.post("/plan/proposals", title="Skrive CV")
    assert (own.status_code, own.json()["state"]) == (201, "agreed")
    asked = await anna.post("/plan/proposals", title="Søke plass på kurs", who="office")
    assert asked.json()["waits_for"] == "counsellor"
    assert (await plan(anna))["waiting_for_counsellor"] == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "Ring", "by": "2026-01-01"}, "/by"),
        ({"title": "Ring", "by": "snart"}, "/by"),
    ],
)
async def test_what_cannot_be_an_item_names_the_field(anna: FrontEnd, body: dict[str, str], pointer: str) -> None:
    response = await anna.post("/plan/proposals", **body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == pointer


async def test_the_same_response_sent_again_is_answered_as_it_was(anna: FrontEnd, kari: Desk) -> None:
    """(CD-03)"""
    await kari.does(ProposeItem("Ring skolen", name=KARI))
    first = await responds(anna, idempotency_key="k", revision=1, response="accepted")
    await responds(anna, revision=2, response="done")
    assert (await responds(anna, idempotency_key="k", revision=1, response="accepted")).json() == first.json()


async def test_the_export_holds_the_plan_with_its_history(anna: FrontEnd, kari: Desk) -> None:
    await kari.does(ProposeItem("Ring skolen", name=KARI))
    await responds(anna, revision=1, response="declined", reason="Jeg tør ikke ringe")
    (item,) = (await anna.get("/export")).json()["plan"]
    assert (item["title"], item["state"]) == ("Ring skolen", "stopped")
    assert item["history"][-1]["reason"] == "Jeg tør ikke ringe"


async def test_a_private_item_is_named_to_its_citizen_alone(anna: FrontEnd, kari: Desk) -> None:
    await kari.does(ProposeItem("Snakk med legen", private=True, name=KARI))
    assert (await plan(anna))["items"][0]["title"] == "Snakk med legen"
    anna.token = LIVE_KEY
    for path, part in (("/plan", "items"), ("/export", "plan")):
        told = (await anna.get(path)).json()[part]
        assert "legen" not in str(told)
        assert told[0]["private"] is True


async def test_what_is_not_in_the_plan_is_not_found(anna: FrontEnd) -> None:
    assert (await responds(anna, revision=1, response="accepted")).status_code == 404
    assert (await anna.post("/plan/proposals", pathway="no_such_way")).status_code == 404


async def test_erasing_takes_the_plan_along(anna: FrontEnd) -> None:
    await anna.post("/plan/proposals", title="Skrive CV")
    await anna.send("DELETE", "")
    assert (await anna.get("/plan")).status_code == 404

"""What citizens learn of their matter on every channel: who has it, whose turn it is, by when, and what was written."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.channels.fakes import Browser
from tests.channels.test_desk_case import held, reply
from tests.desk_kit import KARI, NUMBER, OLA, TEXTS, Kit, desk_kit

from core.conversation.input import AskForPerson, Say
from core.conversation.shown import shown

ADDRESS = "/channels/chat/v1/conversations"


@pytest.fixture
async def kit() -> AsyncIterator[Kit]:
    """A desk with nothing at it yet."""
    async with desk_kit() as opened:
        yield opened


async def texted(kit: Kit, words: str) -> str:
    """What a text from the citizen's phone is answered with."""
    turn = await kit.does(Say(words), TEXTS, NUMBER)
    return "\n".join(one.text for one in shown(kit.releases.current, turn, "sms", kit.service.office))


async def by_text(kit: Kit) -> str:
    """Somebody who texts asks for a person: the address of their case."""
    await texted(kit, "Hei")
    await texted(kit, "veileder")
    return f"/desk/cases/{(await kit.case(TEXTS, NUMBER)).id}"


async def test_status_tells_by_text_who_has_it_and_by_when(kit: Kit) -> None:
    """As it is at that moment, also while a counsellor has the word."""
    await texted(kit, "Hei")
    assert "ingen sak" in await texted(kit, "STATUS")
    case = await by_text(kit)
    assert "ingen veileder har tatt den" in await texted(kit, "status")
    kari = await kit.counsellor(KARI)
    page = await held(kit, kari, case)
    assert await texted(kit, "status") == "Kari har saken din. Du får svar her innen onsdag 25.11 kl. 10.00."
    page = await kari.get(case)
    await reply(kari, page, case, "Hei, hva lurer du på?")
    assert "venter på svar fra deg" in await texted(kit, "status")
    assert (await kit.case(TEXTS, NUMBER)).turn == "citizen", "asking how it stands is no answer"
    await texted(kit, "Jeg lurer på fagbrev")
    kit.clock.forward(timedelta(days=3))
    assert "Vi beklager" in await texted(kit, "status")


async def test_who_asks_again_is_told_the_promise_that_stands(kit: Kit) -> None:
    """An earlier promise is not put off by asking once more."""
    case = await by_text(kit)
    kit.clock.forward(timedelta(hours=2))
    assert "innen onsdag 25.11 kl. 10.00" in await texted(kit, "veileder")
    await held(kit, await kit.counsellor(KARI), case)
    assert (await texted(kit, "veileder")).startswith(
        "Kari får dette også. Du får svar her innen onsdag 25.11 kl. 10.00"
    )
    assert (await kit.case(TEXTS, NUMBER)).promised_by.hour == 9


async def test_a_closed_matter_is_told_as_closed(kit: Kit) -> None:
    case = await by_text(kit)
    kari = await kit.counsellor()
    await held(kit, kari, case)
    await kari.submit(await kari.get(f"{case}/close"), f"{case}/close", outcome="answered")
    assert "Saken din er avsluttet" in await texted(kit, "status")


async def asks_on_web(kit: Kit) -> tuple[Browser, str]:
    """A citizen with a browser, and the address of their case."""
    anna = kit.citizen()
    page = await anna.get("/nb/talk")
    await anna.submit(page, "/nb/talk/person", words="Kan jeg ta fagbrev?")
    return anna, f"/desk/cases/{(await kit.case('web', anna.client.cookies['veivalg'])).id}"


async def test_the_web_page_tells_who_has_it_and_holds_all_that_was_written(kit: Kit) -> None:
    """And the citizen writes back there; the clock of whoever has it runs again."""
    anna, case = await asks_on_web(kit)
    page = await anna.get("/nb/talk/person")
    assert "Ingen veileder har tatt saken ennå" in page.words
    kari = await kit.counsellor()
    desk = await held(kit, kari, case)
    page = await anna.get("/nb/talk/person")
    assert page.title.startswith("Kari har saken din")
    await reply(kari, desk, case, "Ja, det kan du. Hvilket fag?")
    page = await anna.get("/nb/talk/person")
    assert "venter på å høre fra deg" in page.words
    told = page.words.partition("Det dere har skrevet")[2]
    assert told.index("Kan jeg ta fagbrev?") < told.index("Ja, det kan du. Hvilket fag?")
    assert "Kari, tirsdag 24. november" in told
    assert "Les og svar" in (await anna.get("/nb/talk")).words
    page = await anna.submit(page, "/nb/talk/person", words="Elektriker")
    assert "Elektriker" in page.words
    assert (await kit.case("web", anna.client.cookies["veivalg"])).turn == "office"
    assert "Elektriker" in (await kari.get(case)).words


async def test_the_web_page_tells_when_somebody_else_takes_it_and_when_it_is_closed(kit: Kit) -> None:
    """Thanks leave it closed, and a word opens it (cases 100, 101)."""
    anna, case = await asks_on_web(kit)
    kari, ola = await kit.counsellor(KARI), await kit.counsellor(OLA)
    await held(kit, kari, case)
    await ola.submit(await ola.get(f"{case}/take-over"), f"{case}/take-over", reason="acute")
    assert (await anna.get("/nb/talk/person")).title.startswith("Ola har saken din")
    await ola.submit(await ola.get(f"{case}/close"), f"{case}/close", outcome="answered", words="Lykke til!")
    page = await anna.get("/nb/talk/person")
    assert "Saken er avsluttet" in page.title
    assert "Lykke til!" in page.words
    page = await anna.submit(page, "/nb/talk/person", words="Takk!")
    assert "Saken er avsluttet" in page.title
    page = await anna.submit(page, "/nb/talk/person", words="Jeg lurte på en ting til")
    assert page.title.startswith("Ola har saken din")


async def test_a_front_end_is_told_who_has_it_and_who_writes(kit: Kit) -> None:
    """Queued, taken, whose turn it is, closed, and open again."""
    client = kit.citizen().client
    begun = (await client.post(ADDRESS, json={"language": "nb"}, headers={"idempotency-key": str(uuid4())})).json()
    id, headers = begun["conversation"]["id"], {"authorization": f"Bearer {begun['token']['value']}"}
    one = f"{ADDRESS}/{id}"

    async def matter() -> dict[str, str]:
        found: dict[str, str] = (await client.get(f"{one}/handovers/newest", headers=headers)).json()
        return found

    assert (await client.get(f"{one}/handovers/newest", headers=headers)).status_code == 404
    keyed = {**headers, "idempotency-key": "k-1"}
    asked = (await client.post(f"{one}/handovers", json={"message": "Om fagbrev"}, headers=keyed)).json()
    assert (await matter())["status"] == "queued"
    case = f"/desk/cases/{asked['case']['id'].removeprefix('cse_')}"
    kari = await kit.counsellor()
    page = await held(kit, kari, case)
    taken = await matter()
    assert (taken["status"], taken["counsellor"], taken["turn"]) == ("taken", "Kari", "counsellor")
    assert taken["promised_by"] == asked["case"]["promised_by"]
    await reply(kari, page, case, "Hei, jeg er her")
    assert (await matter())["turn"] == "citizen"
    events = (await client.get(f"{one}/events?after={asked['cursor']}", headers=headers)).json()["events"]
    assert [(event["from"], event.get("name")) for event in events] == [("service", None), ("counsellor", "Kari")]
    assert events[1]["text"] == "Kari: Hei, jeg er her"
    more = {**headers, "idempotency-key": "k-2"}
    again = (await client.post(f"{one}/handovers", json={"message": "Og en ting til"}, headers=more)).json()
    assert again["case"]["status"] == "taken"
    assert (await matter())["turn"] == "counsellor"
    await kari.submit(await kari.get(f"{case}/close"), f"{case}/close", outcome="answered")
    assert (await matter())["status"] == "closed"
    await kit.does(AskForPerson(words="Enda mer"), "chat", id.removeprefix("cnv_"))
    assert (await matter())["status"] == "taken"

"""What a receiver sees of a referral, and who answers whom afterwards: told truly at both desks and to the citizen."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from tests.channels.fakes import PATH, Browser, Page
from tests.desk_kit import KARI, LIV, NUMBER, TEXTS, Kit, desk_kit

from core.case.case import Case
from core.case.desk import Wanted
from core.case.referral import FIELDS
from core.conversation.event import Concluded
from core.conversation.input import AnswerReferral, AskForPerson, Basis, Complain, Reply, Say, SeeResult
from core.conversation.shown import shown
from core.conversation.talk import Referred
from core.conversation.turn import Turn
from core.needs.wording import explain
from core.needs.words import Words
from core.plan.act import ProposeItem

BACK, REPLY, LATER, COMPLAINT = (
    "Jeg sliter med ryggen",
    "Vi ser på det sammen",
    "Og hva med fagbrev",
    "Dere brukte lang tid",
)
PURPOSE = "Du vil ha karriereveiledning"


@dataclass
class Story:
    """Anna writes by SMS, Kari has her case, and Liv works at the career centre."""

    kit: Kit
    kari: Browser
    liv: Browser
    case: str  # its address
    received: str = ""  # the address of Liv's

    async def says(self, words: str) -> list[str]:
        """Anna writes."""
        return self.told(await self.kit.does(Say(words), TEXTS, NUMBER))

    def told(self, turn: Turn) -> list[str]:
        """What she is told, in words."""
        release = self.kit.releases.current
        return [one.text for one in shown(release, turn, "sms", self.kit.service.office)]

    async def asks(self, *fields: str, **instead: Any) -> Page:
        """Kari asks for consent."""
        address = f"{self.case}/referrals"
        given = {"unit": "centre", "fields": list(fields), "words": PURPOSE, "until": "2026-12-24", **instead}
        return await self.kari.submit(await self.kari.get(address), address, do="ask", **given)

    async def sends(self) -> Page:
        """She sends it; Liv gives her reason for looking."""
        address = f"{self.case}/referrals"
        page = await self.kari.submit(await self.kari.get(address), address, do="send", referral=(await self.ids())[-1])
        if waiting := await self.queue():
            self.received = f"/desk/cases/{waiting[-1].id}"
            await self.liv.submit(await self.liv.get(self.received), self.received, purpose="who_takes_it")
        return page

    async def refers(self, *fields: str) -> None:
        """All of it, with Anna's yes by SMS."""
        await self.asks(*fields)
        await self.says("ja")
        await self.sends()

    async def accepts(self) -> Page:
        """Liv accepts."""
        return await self.liv.submit(await self.liv.get(self.received), f"{self.received}/referrals", do="accept")

    async def queue(self) -> Sequence[Case]:
        """What stands at the centre."""
        found = await self.kit.store.desk.queue(LIV, Wanted("all"), self.kit.clock.now())
        return [row.case for row in found.rows]

    async def ids(self) -> list[str]:
        """The referrals, oldest first."""
        return list((await self.kit.known(TEXTS, NUMBER)).state.talk.referrals)

    async def suggestion(self) -> str:
        """What the result says first."""
        known = await self.kit.known(TEXTS, NUMBER)
        drawn = next(turn for turn in await self.kit.store.turns(known) if turn.version == known.result)
        picture = next(event.picture for event in drawn.events if isinstance(event, Concluded))
        return explain(self.kit.releases.current, picture, "nb", self.kit.clock.now().date()).title

    async def answer(self, key: str, *, question: bool = False) -> str:
        """What she answered to it, or what it is called, in words."""
        release, day = self.kit.releases.current, self.kit.clock.now().date()
        journey = release.journey("work-needs")
        asked = journey.question(key)
        if question:
            return asked.short.on(day, "nb")
        held = (await self.kit.known(TEXTS, NUMBER)).state.answers[key]
        return Words(release, journey, "nb", day).answer(asked, held.value)

    async def stands(self, address: str) -> Case:
        """A case as it is."""
        return await self.kit.store.desk.case(address.rpartition("/")[2])

    async def writes(self, browser: Browser, address: str, words: str) -> Page:
        """A counsellor writes to Anna."""
        return await browser.submit(await browser.get(address), f"{address}/reply", words=words)


@pytest.fixture
async def story() -> AsyncIterator[Story]:
    """Anna has answered everything, has a result, and has written with Kari."""
    async with desk_kit() as kit:
        for question, value in PATH.items():
            given: Any = int(value) if value.isdigit() else (value,) if question == "help_with" else value
            await kit.does(Reply(given, Basis(question, 0)), TEXTS, NUMBER)
        await kit.does(SeeResult(), TEXTS, NUMBER)
        await kit.does(AskForPerson(words=BACK), TEXTS, NUMBER)
        case = f"/desk/cases/{(await kit.case(TEXTS, NUMBER)).id}"
        kari, liv = await kit.counsellor(KARI), await kit.counsellor(LIV)
        await kari.submit(await kari.get(case), f"{case}/claim")
        opened = Story(kit, kari, liv, case)
        await opened.writes(kari, case, REPLY)
        yield opened


async def test_consent_is_asked_by_sms_in_words_and_a_yes_is_a_yes(story: Story) -> None:
    """What the citizen reads: who, to whom, what for, what goes along, until when."""
    await story.asks("contact", "need")
    known = await story.kit.known(TEXTS, NUMBER)
    asked = story.told((await story.kit.store.turns(known))[-1])[0]
    for part in (
        "Kari",
        "Karrieresenteret",
        PURPOSE,
        "hvordan de når deg",
        "forslaget du fikk",
        "24.12",
        "JA eller NEI",
    ):
        assert part in asked
    assert "Du har sagt ja til at saken sendes til Karrieresenteret" in (await story.says("ja"))[0]
    page = await story.kari.get(f"{story.case}/referrals")
    assert "Samtykket, kan sendes" in page.words
    assert (await story.stands(story.case)).turn == "office"
    assert "svarte på en henvisning" in (await story.kari.get("/desk?view=mine")).words


@pytest.mark.parametrize("named", FIELDS)
async def test_a_receiver_sees_the_named_field_and_no_other(story: Story, named: str) -> None:
    """Searched in all that any of their pages sends: what was not named is nowhere in it."""
    await story.kit.does(ProposeItem("Kontakte tre bedrifter"), TEXTS, NUMBER)
    await story.kit.does(Complain(COMPLAINT), TEXTS, NUMBER)
    theirs = await story.kari.get(story.case)
    marks = {
        "contact": ("2345",),
        "need": (await story.suggestion(),),
        "answers": (await story.answer("situation"), await story.answer("work_recent", question=True)),
        "plan": ("Kontakte tre bedrifter",),
        "messages": (BACK, REPLY),
    }
    assert all(mark in theirs.text + theirs.words for of_field in marks.values() for mark in of_field)
    await story.refers(named)
    await story.accepts()
    pages = [await story.liv.get(f"{story.received}{page}") for page in ("", "/referrals", "/plan", "/wait", "/close")]
    whole = "\n".join(page.text + page.words for page in pages)
    assert PURPOSE in whole
    for of_field, told in marks.items():
        for mark in told:
            assert (mark in whole) == (of_field == named), f"{mark} is {of_field}"
    assert COMPLAINT not in whole
    assert "klage" not in whole
    assert "Dette er ikke med i det innbyggeren har sagt ja til å dele" in whole


async def test_with_every_field_named_what_is_private_stays_private(story: Story) -> None:
    """Not even that it was answered."""
    questions = story.kit.releases.current.journey("work-needs").questions
    held = (await story.kit.known(TEXTS, NUMBER)).state.answers
    private = [await story.answer(one.key, question=True) for one in questions if one.private and one.key in held]
    theirs = await story.kari.get(story.case)
    assert private
    assert all(name in _answers(theirs) for name in private)
    await story.refers(*FIELDS)
    await story.accepts()
    page = await story.liv.get(story.received)
    assert await story.answer("situation") in page.words
    assert not [name for name in private if name in _answers(page)]


async def test_the_receiver_is_told_who_sent_it_why_and_until_when_and_accepts(story: Story) -> None:
    await story.refers("contact")
    page = await story.liv.get(story.received)
    for part in ("Henvist av Kari, Nav Oslo", PURPOSE, "24. desember"):
        assert part in page.words
    assert "er henvist hit" in (await story.liv.get("/desk")).words
    assert "Gi tilbake" in page.words
    taken = await story.accepts()
    assert "Saken er din, og innbyggeren har fått vite det" in taken.words
    assert (await story.stands(story.received)).owner == "liv"
    newest = (await story.kit.store.turns(await story.kit.known(TEXTS, NUMBER)))[-1]
    assert story.told(newest) == ["Liv ved Karrieresenteret har tatt imot saken din."]
    assert "Tatt imot" in (await story.kari.get(f"{story.case}/referrals")).words
    assert "Liv tok imot henvisningen" in (await story.kari.get(story.case)).words


async def test_what_is_answered_goes_to_whoever_wrote_last(story: Story) -> None:
    """Whose turn it is stands where it is: the receiver's clock runs on an answer to the receiver."""
    await story.refers("contact")
    await story.accepts()
    await story.says(LATER)  # Kari has the word still
    assert LATER not in (await story.liv.get(story.received)).text
    await story.writes(story.liv, story.received, "Hei, jeg er Liv")
    assert (await story.stands(story.received)).turn == "citizen"
    assert await story.says("Kan vi snakkes i morgen") == []
    assert (await story.stands(story.received)).turn == "office"
    assert "Kan vi snakkes i morgen" in (await story.liv.get(story.received)).words
    assert "Hei, jeg er Liv" in (await story.liv.get(story.received)).words
    await story.writes(story.kari, story.case, "Hvordan går det")
    assert "Hvordan går det" not in (await story.liv.get(story.received)).text
    await story.says("Bare bra")
    assert "Bare bra" not in (await story.liv.get(story.received)).text
    assert "Bare bra" in (await story.kari.get(story.case)).words


async def test_closed_by_the_receiver_the_rest_goes_on_with_whoever_has_the_word(story: Story) -> None:
    await story.refers("contact")
    await story.accepts()
    await story.writes(story.liv, story.received, "Hei")
    await story.writes(story.kari, story.case, "Jeg er her ennå")
    form = await story.liv.get(f"{story.received}/close")
    await story.liv.submit(form, f"{story.received}/close", outcome="answered", words="Lykke til")
    assert (await story.kit.known(TEXTS, NUMBER)).state.talk.speaker == "counsellor"
    await story.says("Takk")
    assert (await story.stands(story.case)).turn == "office"


async def test_returned_it_is_over_there_and_the_senders_clock_runs(story: Story) -> None:
    await story.refers("contact")
    form = await story.liv.get(f"{story.received}/referrals")
    gone = await story.liv.submit(form, f"{story.received}/referrals", do="return", words="Hører til et annet fylke")
    assert "Henvisningen er gitt tilbake" in gone.words
    over = await story.stands(story.received)
    assert (over.is_open, over.outcome) == (False, "returned")
    newest = (await story.kit.store.turns(await story.kit.known(TEXTS, NUMBER)))[-1]
    assert "gitt saken tilbake til veilederen din, som tar kontakt" in story.told(newest)[0]
    sender = await story.stands(story.case)
    assert (sender.turn, sender.owner) == ("office", "kari")
    assert "Liv ga den tilbake Hører til et annet fylke" in (await story.kari.get(f"{story.case}/referrals")).words
    assert "Hører til et annet fylke" in (await story.kari.get(story.case)).words
    assert (await story.liv.get(story.received)).status == 404
    assert await story.queue() == []


async def test_a_return_without_a_reason_is_no_return(story: Story) -> None:
    await story.refers("contact")
    form = await story.liv.get(f"{story.received}/referrals")
    page = await story.liv.submit(form, f"{story.received}/referrals", do="return", words=" ")
    assert page.status == 422
    assert len(await story.queue()) == 1


async def test_past_its_last_day_nothing_is_shown_and_the_case_can_be_closed(story: Story) -> None:
    await story.refers("contact")
    await story.accepts()
    story.kit.clock.forward(timedelta(days=40))
    liv = await story.kit.counsellor(LIV)
    page = await liv.get(story.received)
    assert page.status == 404
    assert "Samtykket gjelder ikke lenger" in page.words
    assert PURPOSE not in page.text
    await liv.submit(page, f"{story.received}/referrals", do="over")
    over = await story.stands(story.received)
    assert (over.is_open, over.outcome) == (False, "consent_over")


async def test_what_stands_cannot_be_closed_as_over(story: Story) -> None:
    await story.refers("contact")
    page = await story.liv.get(story.received)
    await story.liv.submit(page, f"{story.received}/referrals", do="over")
    assert (await story.stands(story.received)).is_open


async def test_what_was_received_is_not_sent_on(story: Story) -> None:
    """The citizen said yes to one receiver."""
    await story.refers("contact")
    await story.accepts()
    page = await story.liv.get(f"{story.received}/referrals")
    assert "Be om samtykke" not in page.words
    given: dict[str, Any] = {"unit": "nav", "fields": "contact", "words": PURPOSE, "until": "2026-12-24"}
    assert (await story.liv.submit(page, f"{story.received}/referrals", do="ask", **given)).status == 404
    assert "Nav Vest" not in (await story.liv.get(f"{story.received}/hand-over")).words


async def test_one_receiver_hears_nothing_of_another(story: Story) -> None:
    await story.refers("contact")
    await story.asks("contact", unit="west", words="Du flytter til Vest")
    await story.says("ja")
    page = await story.liv.get(story.received)
    assert "Du flytter til Vest" not in page.text
    assert "Nav Vest" not in page.text


async def test_the_citizens_page_says_how_it_stands_and_takes_the_answer(story: Story) -> None:
    citizen = story.kit.citizen()
    nothing = await citizen.get("/nb/referrals")
    assert "Ingen har bedt om å dele noe om deg" in nothing.words
    await citizen.answers(until="county")
    assert "Ingen har bedt om å dele noe om deg" in (await citizen.get("/nb/me")).words
    await citizen.submit(await citizen.get("/nb/talk"), "/nb/talk/person", words="Hei")
    queue = await story.kit.store.desk.queue(KARI, Wanted("free"), story.kit.clock.now())
    theirs = Story(story.kit, story.kari, story.liv, f"/desk/cases/{queue.rows[0].case.id}")
    page = await story.kari.submit(await story.kari.get(theirs.case), f"{theirs.case}/claim")
    await theirs.asks("contact", "plan")
    page = await citizen.get("/nb/q/work_recent")
    assert "Kari spør om saken din kan sendes til Karrieresenteret" in page.words
    page = await citizen.get("/nb/referrals")
    for part in ("Kari, Nav Oslo", PURPOSE, "planen din", "24. desember 2026", "Venter på svar fra deg"):
        assert part in page.words
    (id,) = json.loads((await citizen.client.get("/nb/me/download")).content)["referrals"][0:1]
    assert (id["state"], id["unit_name"], id["fields"], id["until"]) == (
        "asked", "Karrieresenteret", ["contact", "plan"], "2026-12-24",
    )  # fmt: skip
    known = await _of(story.kit, queue.rows[0].case.id)
    (referral,) = known
    page = await citizen.submit(page, "/nb/referrals", referral=referral, answer="no")
    assert "Du har sagt nei" in page.words
    page = await citizen.submit(page, "/nb/referrals", referral=referral, answer="yes")
    assert "Du har sagt ja. Den er ikke sendt ennå." in page.words
    page = await citizen.submit(page, "/nb/referrals", referral=referral, answer="withdraw")
    assert "Du har trukket samtykket" in page.words
    assert "1)" in (await citizen.get("/nb/me")).words


async def test_an_answer_on_the_page_takes_the_question_out_of_the_texts(story: Story) -> None:
    """A later yes by SMS answers nothing that is over."""
    await story.asks("contact")
    (id,) = await story.ids()
    await story.kit.does(AnswerReferral(id, yes=False), TEXTS, NUMBER)
    await story.says("ja")
    known = await story.kit.known(TEXTS, NUMBER)
    assert Referred(*known.state.talk.referrals[id]).state == "refused"


def _answers(page: Page) -> str:
    return page.text.partition('id="panel-answers"')[2].partition("</section>")[0]


async def _of(kit: Kit, case: str) -> list[str]:
    file = await kit.store.desk.file(KARI, case, "", kit.clock.now())
    return list(file.known.state.talk.referrals)

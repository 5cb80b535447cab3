"""A version of the questions that must not be used any more: whoever is at it is stopped kindly (case 80)."""

from dataclasses import dataclass, field, replace

import pytest
from tests.fakes import FakeChance, FakeReleases
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Recording, keys, release

from core.conversation.input import (
    Act,
    AskForPerson,
    Begin,
    BookCall,
    Fire,
    Input,
    MoveTo,
    Origin,
    Redeem,
    Reply,
    Say,
    SeeResult,
)
from core.conversation.moment import NotNow
from core.conversation.shown import shown
from core.conversation.turn import Known, Outcome, Turn
from core.use_cases.receive import receive

OLD = release()
NEW = replace(OLD, id="newer", withdrawn=frozenset({OLD.id}))


@dataclass
class Service:
    """A service whose version was withdrawn while somebody was at it."""

    store: Recording = field(default_factory=Recording)
    releases: FakeReleases = field(default_factory=lambda: FakeReleases(OLD))
    said: int = 0

    async def does(self, account: str, sender: str, act: Act) -> Turn:
        """One act."""
        self.said += 1
        return await receive(
            Input(Origin(account, sender, f"{self.said}"), act),
            conversations=self.store,
            releases=self.releases,
            clock=self.store.clock,
            chance=FakeChance(self.said),
            office=OFFICE,
        )

    async def texts(self, *words: str) -> Turn:
        """Write from the phone; the last turn."""
        for text in words[:-1]:
            await self.does(SMS, PHONE, Say(text))
        return await self.does(SMS, PHONE, Say(words[-1]))

    async def known(self) -> Known:
        """The conversation that the phone leads to."""
        found = await self.store.conversation(SMS, PHONE)
        assert isinstance(found, Known)
        return found

    def withdraws(self) -> None:
        """Use another version, which withdraws the one in use."""
        self.releases = FakeReleases(NEW, {OLD.id: OLD})


@pytest.fixture
async def service() -> Service:
    """Somebody answered one question by SMS."""
    service = Service()
    await service.texts("hei", "ja", "1")
    service.withdraws()
    return service


@pytest.mark.parametrize("words", ["1", "resultat", "tilbake", "hopp", "fortsett", "gjenta", "hvorfor", "blåbær"])
async def test_whatever_has_to_do_with_the_questions_is_told_that_they_were_withdrawn(
    service: Service, words: str
) -> None:
    """Nothing is answered, asked or concluded, and what was answered is kept as promised (case 80)."""
    turn = await service.texts(words)

    assert (turn.outcome, keys(turn)) == (Outcome.CLOSED, ["withdrawn"])
    (told,) = shown(OLD, turn, "sms", OFFICE)
    assert told.text.startswith("Vi har trukket tilbake spørsmålene du svarte på")
    assert "Svarene slettes tirsdag 1.12" in told.text
    assert {key: held.value for key, held in (await service.known()).state.answers.items()} == {"want": "job"}
    assert len(service.store.written[-1].messages) == 1


async def test_a_yes_begins_with_the_version_in_use_under_the_same_person(service: Service) -> None:
    """(case 80)"""
    before = await service.known()

    turn = await service.texts("2", "ja")

    assert (turn.release, keys(turn)) == ("newer", ["ask want"])
    now = await service.known()
    assert now.conversation != before.conversation
    assert now.person == before.person
    assert (now.state.answers, now.state.talk.reach) == ({}, {SMS: PHONE})
    assert service.store.sent[-1].to == PHONE
    assert keys(await service.texts("1")) == ["ask situation"]


async def test_a_no_is_taken_kindly_and_a_yes_before_it_was_asked_is_none(service: Service) -> None:
    assert keys(await service.texts("ja")) == ["withdrawn"]
    assert keys(await service.texts("nei")) == ["goodbye"]


@pytest.mark.parametrize(
    ("words", "shown_first"),
    [
        ("jeg vil dø", "urgent_life"),
        ("veileder", "person_open"),
        ("ring", "call_offer"),
        ("stopp", "stopped"),
        ("slett", "delete_confirm"),
        ("akutt", "urgent_which"),
        ("hjelp", "help"),
        ("nett", "move"),
    ],
)
async def test_everything_else_stays_as_it_was(service: Service, words: str, shown_first: str) -> None:
    """(case 80)"""
    assert keys(await service.texts(words))[0] == shown_first


async def test_what_would_lead_back_to_a_question_does_not(service: Service) -> None:
    await service.texts("ring")
    assert keys(await service.texts("nei takk")) == ["withdrawn"]

    assert keys(await service.texts("english")) == ["withdrawn"]
    assert (await service.known()).state.language == "en"


async def test_nobody_is_reminded_of_it(service: Service) -> None:
    known = await service.known()
    timer = service.store.timers[known.conversation, "reminder"]
    service.store.clock.time = service.store.clock.time.replace(day=26)

    with pytest.raises(NotNow) as not_now:
        await service.does("timer", known.conversation, Fire("reminder", timer.revision))
    assert not_now.value.until is None


async def test_in_chat_it_is_said_and_the_front_end_begins_anew() -> None:
    """(case 80)"""
    service = Service()
    begun = await service.does("chat", "window", Begin("work-needs", "nb"))
    service.withdraws()

    for act in (Reply("job"), Say("1"), Say("ja")):
        turn = await service.does("chat", begun.conversation, act)
        assert (turn.outcome, keys(turn)) == (Outcome.CLOSED, ["withdrawn"])
        (told,) = shown(OLD, turn, "screen", OFFICE)
        assert told.text.endswith("Du kan begynne en ny samtale når du vil.")
    anew = await service.does("chat", "another window", Begin("work-needs", "nb"))
    assert anew.release == "newer"


async def test_a_person_and_a_call_can_be_had_from_every_channel() -> None:
    service = Service()
    await service.does("web", "browser", Begin("work-needs", "nb"))
    service.withdraws()

    assert keys(await service.does("web", "browser", AskForPerson())) == ["person_open"]
    assert keys(await service.does("web", "browser", BookCall(PHONE))) == ["call_soon"]
    assert keys(await service.does("web", "browser", MoveTo("web"))) == ["move"]


async def test_who_comes_with_a_code_is_told_where_they_come_to(service: Service) -> None:
    moved = await service.texts("nett")
    number = next(dict(prompt.values)["number"] for prompt in moved.prompts if prompt.kind == "code")

    turn = await service.does("chat", "window", Redeem(f"{moved.conversation}-{number}"))

    assert keys(turn) == ["moved_here", "withdrawn"]


async def test_a_result_is_not_drawn_from_it() -> None:
    service = Service()
    await service.does("web", "browser", Begin("work-needs", "nb"))
    for value in ("job", "lost_job", 34, "oslo"):
        await service.does("web", "browser", Reply(value, confirmed=True))
    service.withdraws()

    turn = await service.does("web", "browser", SeeResult())

    assert (turn.outcome, keys(turn)) == (Outcome.CLOSED, ["withdrawn"])
    assert service.store.written[-1].result is None

"""A day that was answered in words is repeated back before it is used (case 59)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.fakes import FakeChance, FakeReleases
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Recording, keys, release

from core.conversation.input import Input, Origin, Say
from core.conversation.shown import shown
from core.conversation.turn import Known, Turn
from core.journey.question import Kind
from core.release import Release
from core.use_cases.receive import receive

FINNISH = "+358401234567"


def asking_for_a_day() -> Release:
    """Our content, whose first question asks for a day instead."""
    (key,) = release().journeys
    journey = release().journey(key)
    first, *others = journey.questions
    day = replace(first, kind=Kind.DATE, options=(), groups=())
    return replace(release(), journeys={key: replace(journey, questions=(day, *others))})


class Texting:
    """Somebody who texts, at nine in the evening of 24 November in UTC: ten in Oslo, eleven in Helsinki."""

    def __init__(self, number: str = PHONE) -> None:
        self.store, self.number, self.said = Recording(), number, 0
        self.store.clock.time = datetime(2026, 11, 24, 21, tzinfo=UTC)
        self.release = asking_for_a_day()

    async def texts(self, *words: str) -> Turn:
        """The last turn."""
        turn = None
        for text in words:
            self.said += 1
            turn = await receive(
                Input(Origin(SMS, self.number, f"{self.said}"), Say(text)),
                conversations=self.store,
                releases=FakeReleases(self.release),
                clock=self.store.clock,
                chance=FakeChance(self.said),
                office=OFFICE,
            )
        assert turn
        return turn

    async def answer(self) -> object:
        """What stands as the answer."""
        known = await self.store.conversation(SMS, self.number)
        assert isinstance(known, Known)
        held = known.state.answers.get("want")
        return held.value if held else None


@pytest.mark.parametrize(
    ("words", "day", "told"),
    [
        ("i morgen", "2026-11-25", "onsdag 25.11"),
        ("tomorrow", "2026-11-25", "onsdag 25.11"),
        ("3. desember", "2026-12-03", "torsdag 3.12"),
        ("30.11", "2026-11-30", "mandag 30.11"),
    ],
)
async def test_a_day_in_words_counts_once_it_was_said_back(words: str, day: str, told: str) -> None:
    """(case 59)"""
    anna = Texting()

    asked = await anna.texts("hei", "ja", words)

    assert keys(asked) == ["did_you_mean"]
    (put,) = shown(anna.release, asked, "sms", OFFICE)
    assert put.text == f"Mente du {told}? Svar JA eller NEI."
    assert await anna.answer() is None
    await anna.texts("ja")
    assert await anna.answer() == day


async def test_a_no_asks_again() -> None:
    """(case 59)"""
    anna = Texting()

    assert keys(await anna.texts("hei", "ja", "i morgen", "nei")) == ["ask want"]
    assert await anna.answer() is None


@pytest.mark.parametrize("written", ["03.04.2027", "3/4-27", "2027-04-03", "030427", "3. april 2027"])
async def test_a_day_in_full_is_used_as_it_is(written: str) -> None:
    """(case 59)"""
    anna = Texting()

    await anna.texts("hei", "ja", written)

    assert await anna.answer() == "2027-04-03"


async def test_tomorrow_is_that_of_the_persons_own_zone() -> None:
    """(cases 59, 73)"""
    late = Texting(FINNISH)
    late.store.clock.time = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # half past midnight there, not yet in Norway

    await late.texts("hei", "ja", "i morgen", "ja")

    assert await late.answer() == "2026-11-26"

"""A new version of the questions while somebody is answering."""

from dataclasses import replace

import pytest
from tests.fakes import FakeChance, FakeConversations, FakeReleases
from tests.little import JOURNEY, RELEASE, SITUATION, options, text

from core.conversation.event import Concluded
from core.conversation.input import Act, Begin, Input, Origin, Reply, SeeResult
from core.conversation.turn import Known, Turn
from core.journey.answer import Answer
from core.journey.journey import Journey
from core.journey.question import Option
from core.release import Release
from core.use_cases.receive import receive

# The new version no longer asks how old one is, calls searching another thing, and has split working in two.
RENAMED = Option("searching", text("looking for work"), text("looking"), text("looking"))
NEWER = replace(
    RELEASE,
    id="little-2",
    journeys={
        "little": replace(
            JOURNEY,
            questions=tuple(
                replace(question, options=(RENAMED, *options("full_time", "part_time", "pupil")))
                if question is SITUATION
                else question
                for question in JOURNEY.questions
                if question.key != "age"
            ),
        )
    },
)


class Service:
    """A service whose version changes while it is used."""

    def __init__(self, current: Release) -> None:
        self.store = FakeConversations()
        self.current = current
        self.said = 0

    async def hears(self, act: Act, sender: str = "anna") -> Turn:
        """One act."""
        self.said += 1
        return await receive(
            Input(Origin("web", sender, f"{self.said}"), act),
            conversations=self.store,
            releases=FakeReleases(self.current, {one.id: one for one in (RELEASE, NEWER)}),
            clock=self.store.clock,
            chance=FakeChance(self.said),
        )

    async def known(self) -> Known:
        """The conversation of somebody who was at it when the version changed."""
        found = await self.store.conversation("web", "anna")
        assert isinstance(found, Known)
        return found


def order(journey: Journey) -> list[str]:
    """The questions, in their order."""
    return [question.key for question in journey.questions]


@pytest.mark.parametrize(("before", "after"), [(RELEASE, NEWER), (NEWER, RELEASE)], ids=["newer", "rolled back"])
async def test_a_conversation_stays_on_the_version_it_began_with(before: Release, after: Release) -> None:
    """Also when that version was withdrawn again (cases 77, 81)."""
    service = Service(before)
    await service.hears(Begin("little", "nb"))
    service.current = after

    turn = await service.hears(Reply("searching"))
    begun = await service.hears(Begin("little", "nb"), "ben")

    assert (turn.release, begun.release) == (before.id, after.id)
    [prompt] = turn.prompts
    assert prompt.basis
    assert prompt.basis.question == order(before.journey("little"))[1]


async def test_what_a_new_version_removed_renamed_or_split_stands_as_it_was_said() -> None:
    """No answer meets a question that it was not given to, so none is put aside or asked again (cases 78, 79)."""
    service = Service(RELEASE)
    await service.hears(Begin("little", "nb"))
    given: dict[str, Answer] = {"situation": "working", "age": 30, "worked": "yes"}
    for value in list(given.values())[:2]:
        await service.hears(Reply(value))
    service.current = NEWER
    await service.hears(Reply("yes"))

    turn = await service.hears(SeeResult())

    assert {key: held.value for key, held in (await service.known()).state.answers.items()} == given
    [concluded] = [event for event in turn.events if isinstance(event, Concluded)]
    alone = Service(RELEASE)
    await alone.hears(Begin("little", "nb"))
    for value in given.values():
        await alone.hears(Reply(value))
    [expected] = [event for event in (await alone.hears(SeeResult())).events if isinstance(event, Concluded)]
    assert concluded.picture == expected.picture

"""Two conversations of one person, or what looks like one: which of them goes on is chosen by whoever has both."""

from dataclasses import dataclass, field, replace

from tests.fakes import FakeChance, FakeReleases
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Recording, keys, release

from core.conversation.input import Act, AskForCode, AskForPerson, Begin, Input, Origin, Redeem, Reply, Say
from core.conversation.turn import Known, Turn
from core.release import Release
from core.use_cases.receive import receive


def with_two_journeys() -> Release:
    """Our content, with the same questions under another name, too."""
    (key,) = release().journeys
    journey, rules = release().journey(key), release().rules[key]
    return replace(
        release(),
        journeys={key: journey, "other": replace(journey, key="other")},
        rules={key: rules, "other": rules},
    )


@dataclass
class Service:
    """A service with more than one journey."""

    store: Recording = field(default_factory=Recording)
    releases: FakeReleases = field(default_factory=lambda: FakeReleases(with_two_journeys()))
    said: int = 0

    async def does(self, act: Act, sender: str = "browser", account: str = "web") -> Turn:
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

    async def begins(self, journey: str = "work-needs", sender: str = "browser") -> Turn:
        """Begin there."""
        return await self.does(Begin(journey, "nb"), sender)

    async def code(self, sender: str = "browser") -> str:
        """A code to come back with."""
        turn = await self.does(AskForCode(), sender)
        number = next(dict(prompt.values)["number"] for prompt in turn.prompts if prompt.kind == "code")
        return f"{turn.conversation}-{number}"

    async def known(self, sender: str = "browser", account: str = "web") -> Known:
        """The conversation that an address leads to."""
        found = await self.store.conversation(account, sender)
        assert isinstance(found, Known)
        return found


async def test_of_two_journeys_one_goes_on_and_the_other_waits_with_all_that_was_said() -> None:
    """Both are one person's, who comes back to either with its code (case 92)."""
    service = Service()
    first = await service.begins()
    await service.does(Reply("job", confirmed=True))
    code = await service.code()
    second = await service.begins("other")
    await service.does(Reply("education", confirmed=True))

    assert (await service.known()).conversation == second.conversation
    one, other = (service.store.known[turn.conversation] for turn in (first, second))
    assert one.person == other.person
    assert [known.state.answers["want"].value for known in (one, other)] == ["job", "education"]

    back = await service.does(Redeem(code))

    assert back.conversation == first.conversation
    answered = await service.does(Reply("lost_job", confirmed=True))
    assert (answered.conversation, answered.journey) == (first.conversation, "work-needs")


async def test_a_person_has_a_matter_of_each() -> None:
    """(case 92)"""
    service = Service()
    await service.begins()
    await service.does(AskForPerson())
    await service.begins("other")
    await service.does(AskForPerson())

    assert sorted(held.change.topic for held in service.store.matters.values()) == ["other", "work-needs"]
    assert len({held.person for held in service.store.matters.values()}) == 1


async def test_who_comes_to_another_conversation_loses_nothing_of_their_own_and_can_go_back() -> None:
    """Two that seemed two are joined by a code, and parted by another; each turn tells its origin (case 88)."""
    service = Service()
    for words in ("hei", "ja"):
        await service.does(Say(words), PHONE, SMS)
    by_phone = await service.does(Say("1"), PHONE, SMS)
    await service.begins()
    await service.does(Reply("change", confirmed=True))
    on_web = await service.known()
    code = await service.code()
    own = await service.does(AskForCode(), PHONE, SMS)
    number = next(dict(prompt.values)["number"] for prompt in own.prompts if prompt.kind == "code")

    joined = await service.does(Redeem(code), PHONE, SMS)

    assert joined.conversation == on_web.conversation
    assert keys(joined) == ["ask situation"]
    assert service.store.known[by_phone.conversation].state.answers["want"].value == "job"
    turns = await service.store.turns(await service.known())
    assert [turn.account for turn in turns][-2:] == ["web", SMS]

    parted = await service.does(Redeem(f"{by_phone.conversation}-{number}"), PHONE, SMS)

    assert parted.conversation == by_phone.conversation
    assert (await service.known()).conversation == on_web.conversation
    assert (await service.known()).state.answers["want"].value == "change"

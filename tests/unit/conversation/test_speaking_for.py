"""A helper or guardian who answers for the citizen: it is on record who did what (case 93)."""

from tests.unit.conversation.people import Person
from tests.unit.conversation.test_moving import move_code

from core.conversation.input import AskForPerson, Begin, MoveTo, Redeem, Reply
from core.conversation.speaking_for import is_helpers
from core.conversation.state import fold


async def test_every_turn_of_a_helper_says_so_and_none_of_the_citizens_does() -> None:
    """The helper came with a code that the citizen gave them (case 93, CW-33)."""
    anna = Person()
    await anna.opens_page()
    await anna.clicks("job")
    code = move_code(anna.world, await anna.world.does("web", anna.browser, MoveTo("web")))

    came = await anna.world.does("web", "helper", Redeem(code, helps=True))
    answered = await anna.world.does("web", "helper", Reply("lost_job", confirmed=True))
    asked = await anna.world.does("web", "helper", AskForPerson(words="hun vil snakke med noen"))
    own = await anna.clicks(34)

    assert [is_helpers(turn) for turn in (came, answered, asked, own)] == [True, True, True, False]
    turns = await anna.world.store.turns(await anna.known("web", anna.browser))
    assert len(fold(event for turn in turns for event in turn.events).talk.helpers) == 1
    assert "helper" not in str([turn.events for turn in turns])  # the address itself is on no record


async def test_a_guardian_may_begin_for_somebody() -> None:
    """(case 93)"""
    anna = Person()
    begun = await anna.world.does("web", "guardian", Begin("work-needs", "nb", helps=True))
    answered = await anna.world.does("web", "guardian", Reply("job", confirmed=True))

    assert is_helpers(begun)
    assert is_helpers(answered)


async def test_who_comes_with_a_code_and_says_nothing_is_taken_for_the_citizen() -> None:
    anna = Person()
    await anna.opens_page()
    code = move_code(anna.world, await anna.world.does("web", anna.browser, MoveTo("web")))

    assert not is_helpers(await anna.world.does("web", "another browser", Redeem(code)))

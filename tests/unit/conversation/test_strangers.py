"""A number that was given is nobody's until it writes: it is spared, and its owner is kept out of nothing."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.unit.conversation.callers import Caller, said
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, World, keys, release, yes_to
from tests.unit.conversation.test_moving import move_code

from core.conversation.input import Leave, MoveTo, Redeem
from core.conversation.shown import shown
from core.conversation.strangers import MOST
from core.conversation.turn import Known, Turn
from core.errors import Invalid, TooMany

TOMORROW, DAY_AFTER = "20261125T0800Z", "20261126T0800Z"
NUMBERS = [f"+474061234{n}" for n in range(9)]


@pytest.fixture
def anna() -> Caller:
    return Caller()


@pytest.fixture
def stranger(anna: Caller) -> Caller:
    """Somebody else, who types Anna's number."""
    return Caller(anna.world, browser="stranger")


async def to_sms(person: Person, number: str = PHONE) -> Turn:
    return await person.world.does("web", person.browser, MoveTo("sms", number))


# ------------------------------------------------------------------------------------------- asked by others


async def test_who_was_invited_by_another_texts_a_code_and_comes_to_their_own_conversation(
    anna: Caller, stranger: Caller
) -> None:
    """The number gets no second text, and proves itself all the same (case 84)."""
    await stranger.opens_page()
    await to_sms(stranger)
    begun = await anna.opens_page()
    sent = len(anna.sent())

    turn = await to_sms(anna)

    assert keys(turn) == ["sms"]
    assert f"fra det til {OFFICE.sms_number}" in said(turn)
    assert anna.sent(sent) == []
    here = await anna.world.does(SMS, PHONE, Redeem(move_code(anna.world, turn)))
    assert (here.conversation, keys(here)) == (begun.conversation, ["ask want"])
    assert (await anna.state()).talk.reach == {SMS: PHONE}


async def test_the_invite_of_another_still_stands_after_that(anna: Caller, stranger: Caller) -> None:
    """Nobody takes from a number what it may still say yes to."""
    theirs = await stranger.opens_page()
    asked = await to_sms(stranger)
    await anna.opens_page()
    await to_sms(anna)

    assert (await anna.texts(yes_to(asked))).conversation == theirs.conversation


async def test_a_call_that_was_booked_for_a_number_keeps_nobody_from_going_on_there(
    anna: Caller, stranger: Caller
) -> None:
    await stranger.opens_page()
    await stranger.books(slot=TOMORROW)
    begun = await anna.opens_page()

    asked = await to_sms(anna)
    assert keys(asked) == ["invited", "invite_sent"]
    assert (await anna.texts(yes_to(asked))).conversation == begun.conversation


async def test_an_invite_keeps_nobody_from_being_called(anna: Caller, stranger: Caller) -> None:
    await stranger.opens_page()
    await to_sms(stranger)
    await anna.opens_page()

    assert keys(await anna.books(slot=TOMORROW)) == ["call_booked"]
    assert anna.sent()[-1].to == PHONE


async def test_a_number_that_is_called_for_another_is_called_for_its_owner_and_texted_once(
    anna: Caller, stranger: Caller
) -> None:
    """What its owner booked is told where they booked it."""
    await stranger.opens_page()
    await stranger.books(slot=TOMORROW)
    sent = len(anna.sent())
    await anna.opens_page()

    turn = await anna.books(slot=DAY_AFTER)

    assert keys(turn) == ["call_booked"]
    assert anna.sent(sent) == []
    assert len(anna.world.store.calls) == 2


async def test_a_number_that_has_written_is_texted_whoever_asked_it(anna: Caller, stranger: Caller) -> None:
    await anna.texts("hei", "ja")
    await stranger.opens_page()
    await stranger.books(slot=TOMORROW)
    sent = len(anna.sent())

    await anna.texts("ring", "2")

    assert [message.to for message in anna.sent(sent)] == [PHONE, PHONE]


async def test_one_conversation_writes_to_a_few_numbers_that_never_wrote_and_no_more(anna: Caller) -> None:
    """Limits belong to whoever asks: all that is taken from them is that we write to strangers."""
    await anna.opens_page()

    shown = [keys(await to_sms(anna, number)) for number in NUMBERS[: MOST + 1]]

    assert shown == [["invited", "invite_sent"]] * MOST + [["sms"]]
    assert [message.to for message in anna.sent()] == NUMBERS[:MOST]
    await anna.books(NUMBERS[MOST], TOMORROW)
    assert len(anna.sent()) == MOST
    assert anna.call.number == NUMBERS[MOST]


class ThreeTexts:
    """Three for each number, in the space that is counted so."""

    def __init__(self) -> None:
        self.counted: dict[str, int] = {}

    async def attempt(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """See Tries.attempt."""
        if space == "stranger":
            for source in sources:
                if self.counted.get(source, 0) == 3:
                    raise TooMany(86400)
                self.counted[source] = self.counted.get(source, 0) + 1

    async def succeeded(self, space: str, sources: tuple[str, ...], now: datetime) -> None:
        """See Tries.succeeded."""


@pytest.fixture
def counted() -> Caller:
    return Caller(World(tries=ThreeTexts()))


async def test_a_number_that_never_wrote_gets_three_texts_a_day_whoever_types_it(counted: Caller) -> None:
    """Also when each conversation that asks is deleted, so that nothing of it is left."""
    for n in range(5):
        somebody = Caller(counted.world, browser=f"browser {n}")
        await somebody.opens_page()
        shown_here = keys(await to_sms(somebody))
        assert shown_here == (["invited", "invite_sent"] if n < 3 else ["sms"])
        await somebody.on_page(Leave(erase=True))

    assert [message.to for message in counted.sent()] == [PHONE] * 3


async def test_a_call_that_is_booked_and_dropped_again_and_again_is_texted_three_times_a_day(counted: Caller) -> None:
    """All is told where it was done."""
    await counted.opens_page()
    for _ in range(3):
        assert keys(await counted.books(slot=TOMORROW)) == ["call_booked"]
        assert keys(await counted.drops()) == ["call_dropped"]

    assert [message.to for message in counted.sent()] == [PHONE] * 3


async def test_who_has_written_is_texted_as_often_as_they_ask(counted: Caller) -> None:
    await counted.texts("hei", "ja", "ring", "2")
    for _ in range(3):
        await counted.texts("endre", "3", "endre", "2")

    assert len(counted.sent()) == 16


# ---------------------------------------------------------------------------------------------- a number of ours


@pytest.mark.parametrize("ours", ["22 22 22 22", "+47 22 22 22 22", "405 00 000", "0047 405 00 000"])
async def test_our_own_numbers_are_neither_written_to_nor_called(ours: str) -> None:
    """We would answer ourselves (case 62)."""
    anna = Caller(World(office=replace(OFFICE, sms_number="+47 405 00 000")))
    await anna.opens_page()

    with pytest.raises(Invalid, match="phone_service"):
        await anna.books(ours, TOMORROW)
    with pytest.raises(Invalid, match="phone_"):
        await to_sms(anna, ours)
    assert keys(await anna.rings("+4722222222")) == []
    assert anna.sent() == []


# ------------------------------------------------------------------------------- a stranger's invite is no trap


WELCOMED, FINISHED = ("hei",), ("hei", "ja", *"11", "34", "Oslo", "ja", "ja", *"694", "ja")


@pytest.mark.parametrize("before", [(), WELCOMED, ("hei", "ja"), ("hei", "nei"), FINISHED])
async def test_a_yes_to_our_own_words_never_joins_a_strangers_invite(
    anna: Caller, stranger: Caller, before: tuple[str, ...]
) -> None:
    """Whatever the citizen was asked by us, or whether anything was: their answers are theirs (case 87)."""
    theirs = await stranger.opens_page()
    if before:
        await anna.texts(*before)
    await to_sms(stranger)

    for words in ("hei", "JA", "ja takk", "34", "1"):
        assert (await anna.texts(words)).conversation != theirs.conversation
    known = await anna.world.store.conversation("web", "stranger")
    assert isinstance(known, Known)
    assert (dict(known.state.answers), known.version) == ({}, 2)


async def test_who_says_yes_without_the_number_is_told_where_it_stands(anna: Caller, stranger: Caller) -> None:
    await stranger.opens_page()
    asked = await to_sms(stranger)

    turn = await anna.texts("ja")

    assert keys(turn) == ["invite_number", "welcome"]
    assert said(turn).startswith("Har du begynt et annet sted? Svar JA og tallet")
    assert keys(await anna.texts(yes_to(asked))) == ["ask want"]


async def test_another_number_takes_up_nothing(anna: Caller, stranger: Caller) -> None:
    theirs = await stranger.opens_page()
    right = yes_to(await to_sms(stranger))

    for n in (n for n in range(10, 100) if f"JA {n}" != right):
        named = await anna.texts(f"JA {n}")
        assert named.conversation != theirs.conversation


async def test_the_number_is_shown_where_it_was_asked_for_and_not_in_the_text(stranger: Caller) -> None:
    """So whoever answers has both in hand, and who only has the phone is no party to it (case 84)."""
    await stranger.opens_page()
    asked = await to_sms(stranger)

    to_phone = "\n".join(one.text for one in shown(release(), asked, "sms", OFFICE, channel="sms"))
    on_page = "\n".join(one.text for one in shown(release(), asked, "screen", OFFICE, channel="web"))

    assert yes_to(asked) in on_page
    assert not re.search(r"\d", to_phone)
    assert "noen har begynt et annet sted" in to_phone


async def test_a_call_that_was_promised_too_lets_no_plain_yes_in(anna: Caller, stranger: Caller) -> None:
    theirs = await stranger.opens_page()
    await stranger.books(slot=TOMORROW)
    await to_sms(stranger)

    turn = await anna.texts("ja")

    assert keys(turn) == ["call_booked"]
    known = await anna.world.store.conversation("web", "stranger")
    assert isinstance(known, Known)
    assert known.conversation == theirs.conversation
    assert known.state.talk.lead == "web"
    assert (await anna.texts("hei")).conversation != theirs.conversation


# ---------------------------------------------------- to be called, and with a conversation of one's own


async def test_who_writes_something_else_is_told_of_the_call_that_their_number_was_promised(anna: Caller) -> None:
    """Of the call, and of nothing else that was said where it was booked."""
    booked = await anna.opens_page()
    await anna.books(slot=TOMORROW)

    turn = await anna.texts("hei")

    assert turn.conversation != booked.conversation
    assert keys(turn) == ["call_booked", "welcome"]
    assert "onsdag 25.11" in said(turn)


@pytest.mark.parametrize("first", [("hei",), ("hei", "ja")])
async def test_the_call_is_changed_from_its_number_beside_another_conversation(
    anna: Caller, first: tuple[str, ...]
) -> None:
    """(CP-10)"""
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    own = await anna.texts(*first)

    asked = await anna.texts("endre")
    assert keys(asked) == ["call_change"]
    assert "Svar ENDRE og tallet." in said(asked)
    assert keys(await anna.texts("Endre 4")) == ["call_moved"]
    assert anna.call.slot == DAY_AFTER
    assert keys(await anna.texts("avbestill")) == ["call_dropped"]
    assert anna.call.status == "dropped"
    assert (await anna.known()).conversation == own.conversation


async def test_a_bare_digit_answers_the_question_of_ones_own_conversation(anna: Caller) -> None:
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    own = await anna.texts("hei", "ja", "endre", "3")

    assert own.conversation == (await anna.known()).conversation
    assert (await anna.state()).answers["want"].revision == 1
    assert anna.call.slot == TOMORROW


async def test_the_word_with_a_time_that_was_not_offered_offers_times(anna: Caller) -> None:
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    await anna.texts("hei", "ja")

    assert keys(await anna.texts("endre 2")) == ["call_change"]


async def test_ones_own_call_comes_first(anna: Caller, stranger: Caller) -> None:
    await anna.texts("hei", "ja", "ring", "3")
    await stranger.opens_page()
    await stranger.books(slot=DAY_AFTER)

    assert keys(await anna.texts("avbestill")) == ["call_dropped"]
    own = (await anna.known()).conversation
    assert anna.world.store.written[-1].turn.conversation == own


async def test_who_rings_hears_of_the_call_also_beside_a_conversation_of_their_own(anna: Caller) -> None:
    await anna.texts("hei", "ja")
    await anna.opens_page()
    await anna.books(slot=TOMORROW)

    assert keys(await anna.rings()) == ["call_booked"]


async def test_who_has_no_call_is_told_that_none_is_found_from_here(anna: Caller) -> None:
    turn = await anna.texts("hei", "ja", "avbestill")

    assert said(turn).startswith("Herfra finner vi ingen avtale")


async def test_what_is_promised_to_a_number_ends_with_the_call() -> None:
    """After that, whoever has it is greeted as anybody."""
    anna = Caller(World())
    await anna.opens_page()
    await anna.books(slot=TOMORROW)
    await anna.drops()
    anna.world.clock.forward(timedelta(hours=1))

    assert keys(await anna.texts("hei")) == ["welcome"]

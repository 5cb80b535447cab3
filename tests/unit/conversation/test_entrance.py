"""What an input goes through before anything is decided: no identity number gets past it, whatever act carries it."""

from dataclasses import fields, replace
from typing import Any, get_args

import pytest
from tests.unit.conversation.people import OFFICE, PHONE, SMS, Person, keys
from tests.unit.conversation.test_moving import goes_to_sms

from core.case.act import Mark, NoteDown, Offer, PutBack
from core.case.acting import Hand, act_on
from core.case.case import Case
from core.case.interpreters import BY_CODE, CODES, interpreter_name, read_interpreter
from core.conversation.desk_act import CounsellorSays
from core.conversation.entrance import NO_WORDS, enter
from core.conversation.input import Act, AskForPerson, BookCall, Input, Origin, Reply, Say, SeeResult, TakeView
from core.errors import Invalid
from core.journey.answer import Answer
from core.plan.act import ProposeItem

NUMBER = "41017035329"  # made up, with control digits that fit
WRITTEN = f"Jeg heter Kari, {NUMBER[:6]} - {NUMBER[6:]}"
ORIGIN = Origin("chat", "sender", "id")
WITH_WORDS = [
    (kind, one.name) for kind in get_args(Act) for one in fields(kind) if one.type in (str, str | None, Answer)
]
EXAMPLE: dict[object, object] = {str: "x", int: 1, bool: False, str | None: "x", Answer: "x"}


def example(kind: type[Any], **given: object) -> Act:
    """An act with something in every field."""
    filled = {one.name: EXAMPLE.get(one.type) for one in fields(kind)}
    act: Act = kind(**{**filled, **given})
    return act


@pytest.mark.parametrize(("kind", "name"), WITH_WORDS, ids=lambda one: getattr(one, "__name__", one))
def test_no_field_of_any_act_carries_an_identity_number_further(kind: type[Any], name: str) -> None:
    """A new act needs no line of its own for that; what is named as no words is a key that we made (CS-08, case 60)."""
    given = example(kind, **{"interpreter": ""} if hasattr(kind, "interpreter") and name != "interpreter" else {})
    act = replace(given, **{name: WRITTEN})  # type: ignore[arg-type]

    if name == "interpreter":
        with pytest.raises(Invalid, match="interpreter_unknown"):
            enter(Input(ORIGIN, act))
    else:
        assert (NUMBER[6:] in repr(enter(Input(ORIGIN, act)).act)) == (name in NO_WORDS)


def test_several_answers_at_once_are_looked_through_too() -> None:
    clean = enter(Input(ORIGIN, Reply(("a", WRITTEN))))

    assert clean.masked == 1
    assert NUMBER[6:] not in repr(clean)


@pytest.mark.parametrize(
    "act",
    [
        AskForPerson("", WRITTEN),
        AskForPerson(WRITTEN),
        TakeView("disagree", WRITTEN),
        SeeResult(WRITTEN),
        CounsellorSays("Kari", WRITTEN, 0, anyway=True),
        ProposeItem(WRITTEN),
        Say(WRITTEN),
    ],
)
async def test_an_identity_number_is_kept_nowhere_whatever_was_done(act: Act) -> None:
    """In no act, event, case or message (CS-08, case 60)."""
    anna = Person()
    await anna.opens_page()
    await anna.clicks("job", "lost_job", 34, "oslo")
    await goes_to_sms(anna)
    assert keys(await anna.texts("resultat")) == ["result"]
    known = await anna.known()
    account, sender = ("desk", known.conversation) if isinstance(act, CounsellorSays) else (SMS, PHONE)

    await anna.world.does(account, sender, act)

    assert NUMBER[6:] not in str(anna.world.store.written)


@pytest.mark.parametrize(
    "act", [PutBack(WRITTEN), Offer("siv", WRITTEN), NoteDown(WRITTEN), Mark("called", "", WRITTEN)]
)
def test_nor_among_the_words_of_colleagues(act: Any) -> None:
    """(case 60)"""
    now = Person().world.clock.now()
    case = Case("c", "p", "k", "t", False, "open", now, now, "sms", "nb", "", "u", 1, owner="kari")

    write = act_on(case, act, Hand("kari", "u"), now, OFFICE)

    assert "Kari" in write.event.words
    assert NUMBER[6:] not in repr(write)


async def test_that_it_was_taken_out_is_told() -> None:
    anna = Person()
    await anna.texts("hei", "ja")

    assert "identity_number_seen" in keys(await anna.texts(WRITTEN))


# ------------------------------------------------------------------------------------------------- interpreters


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("polsk", "pl"), ("Polish", "pl"), (" ARABISK. ", "ar"), ("ti", "ti"), ("tigrinja", "ti"), ("Farsi", "fa"),
        ("kurdisk  sorani", "ckb"), ("norsk tegnspråk", "nsl"), ("norsk teiknspråk", "nsl"), ("", ""), ("  ", ""),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_code_and_by_what_people_call_it(written: str, code: str) -> None:
    assert read_interpreter(written) == code


@pytest.mark.parametrize(
    "written", [NUMBER, f"polsk {NUMBER}", "*" * 11, "+4740612345", "Kari Nordmann", "xx", "polsk og mer", "x" * 500]
)
def test_nothing_but_a_language_is_kept_as_the_language_of_an_interpreter(written: str) -> None:
    """The column is plain: what stands there is one of a closed list (case 60)."""
    with pytest.raises(Invalid, match="interpreter_unknown"):
        read_interpreter(written)


def test_every_language_is_called_something_in_every_language() -> None:
    assert all(interpreter_name(code, language) for code in BY_CODE for language in ("nb", "nn", "en"))
    assert set(CODES.values()) == set(BY_CODE)
    assert interpreter_name("", "nb") == ""


@pytest.mark.parametrize("act", [AskForPerson(interpreter=NUMBER), BookCall(PHONE, interpreter=NUMBER)])
@pytest.mark.parametrize("account", ["web", SMS, "chat"])
async def test_no_channel_lets_anything_else_through(account: str, act: Act) -> None:
    anna = Person()
    begun = await anna.opens_page()
    await anna.texts("hei")
    written = len(anna.world.store.written)
    sender = {"web": anna.browser, SMS: PHONE, "chat": begun.conversation}[account]

    with pytest.raises(Invalid, match="interpreter_unknown"):
        await anna.world.does(account, sender, act)

    assert len(anna.world.store.written) == written


async def test_what_is_kept_is_the_code() -> None:
    anna = Person()
    await anna.opens_page()

    turn = await anna.world.does("web", anna.browser, AskForPerson(interpreter="Polsk"))

    case = anna.world.store.written[-1].case
    assert case
    assert (case.interpreter, turn.act) == ("pl", AskForPerson(interpreter="pl"))

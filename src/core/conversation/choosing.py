"""What is chosen from a menu, and what follows."""

import re
from dataclasses import replace

from core.conversation import calling, helping, moving, referring
from core.conversation.answering import answer_open, go_on
from core.conversation.commands import back, call, command, language, see_result
from core.conversation.event import Chosen, Paused
from core.conversation.input import AnswerReferral, AskForPerson, BookCall, MoveTo
from core.conversation.invites import named_in
from core.conversation.menus import TIMES, put, text_of
from core.conversation.moment import Draft, Moment, Notice
from core.conversation.repeating import again
from core.conversation.talk import Menu
from core.conversation.turn import Outcome
from core.errors import Invalid, NotFound
from core.journey.answer import Answer
from core.journey.question import Kind
from core.plan import talking
from core.understanding.expected import Choice, Expected, expected, expected_lines
from core.understanding.understood import Status, Understood

NUMBERS = ("call_number", "sms_number")  # menus that wait for a number
OF_A_PROMISE = ("call_offer", "call_change")  # menus of times for a call that stands
IN_FULL = re.compile(r"\d{4}|\d\D{1,2}\d{1,2}\D{1,2}\d{2}|^\d{6}$")  # of a day: with its year, in digits
WITH_WORD = re.compile(r"(endre|endre tid|change) ([1-5])", re.IGNORECASE)
LONGEST_NUMBER = 40
CALL_WORDS = {
    "soon": ("så snart som mulig", "så snart som råd", "as soon as possible", "asap"),
    "no": ("nei", "nei takk", "no thanks", "no thank you", "ikke ring", "ikkje ring"),
}
_YES, _NO = Choice("yes", ()), Choice("no", ())
YES_OR_NO = Expected(Kind.YES_NO, (_YES, _NO), (_YES, _NO))
YES_IN_WORDS = Expected(Kind.YES_NO, (_YES, _NO))  # of an invite, where 1 may be an answer to something else


def awaited(moment: Moment, menu: Menu) -> Expected | None:
    """What can be said to a menu."""
    if menu.key in NUMBERS:
        return Expected(Kind.TEXT, max_length=LONGEST_NUMBER)
    if menu.choices == ("yes", "no"):
        return YES_OR_NO
    if menu.key in TIMES:
        choices = tuple(Choice(key, CALL_WORDS.get(key, ())) for key in menu.choices)
        return Expected(Kind.SINGLE, choices, choices)
    if menu.key in talking.MENUS:
        return talking.awaited(moment, menu)
    if not menu.choices:
        return None
    return expected_lines(moment.release.texts[text_of(menu.key)], menu.choices)


def choose(moment: Moment, menu: Menu, understood: Understood) -> Draft:
    """Go on from a choice."""
    if understood.status is Status.NOT_SURE or menu.key in NUMBERS:
        return _number(moment, menu, understood) if menu.key in NUMBERS else again(moment, outcome=Outcome.CLARIFY)
    choice = str(understood.value)
    chosen = Chosen(menu.key, "" if menu.key in talking.WRITTEN else choice)
    draft = _followed(moment, menu, choice)
    return draft.plus(first=(chosen,))


def _followed(moment: Moment, menu: Menu, choice: str) -> Draft:
    match menu.key, choice:
        case (("welcome" | "withdrawn"), "no"):
            return Draft((Paused(paused=True),), (Notice("goodbye"),), kind="notice")
        case (("did_you_mean" | "did_you_mean_several"), "yes"):
            return answer_open(moment, _meant(menu))
        case "referral_consent", _:
            return referring.answer(moment, AnswerReferral(menu.data[0], choice == "yes"))
        case "check", "yes":
            return see_result(moment)
        case "check", "no":
            return back(moment)
        case "language", _:
            return language(_without_menu(moment), choice)
        case "urgent_which", _:
            return helping.emergency(moment, choice)
        case "urgent_weak_check", "yes":
            return helping.emergency(moment, menu.data[0])
        case "urgent_weak_check", "talk":
            return helping.ask_for_person(moment, AskForPerson())
        case key, _ if key in talking.MENUS:
            return talking.chosen(moment, menu, choice)
        case key, _ if key in TIMES:
            return _call(moment, menu, choice)
        case _, "result":
            return see_result(moment)
        case _, "call":
            return call(moment)
        case _, "pause":
            return moving.paused()
        case _, "web":
            return moving.move_to(moment, MoveTo("web"))
        case _, "person":
            return helping.ask_for_person(moment, AskForPerson())
        case _:
            return _on(moment, Chosen(menu.key, choice))


def _on(moment: Moment, chosen: Chosen) -> Draft:
    """Past the menu, to what stands behind it."""
    return Draft(go_on(moment, (chosen,))[1:])


def _without_menu(moment: Moment) -> Moment:
    talk = replace(moment.talk, menu=None)
    return replace(moment, loaded=replace(moment.loaded, state=replace(moment.state, talk=talk)))


def _meant(menu: Menu) -> Answer:
    keys = menu.data[1:]
    return keys if menu.key == "did_you_mean_several" else keys[0]


def _call(moment: Moment, menu: Menu, choice: str) -> Draft:
    if choice == "no":
        return _on(moment, Chosen(menu.key, choice))
    number, *offered = menu.data
    slot = "" if choice == "soon" else offered[int(choice) - 1]
    try:
        return calling.move(moment, slot) if moment.talk.call else calling.book(moment, BookCall(number, slot))
    except (NotFound, calling.SlotFull):
        return calling.offer(moment, number).plus(notices=(Notice("slot_full"),))
    except calling.TooLate:
        return Draft(notices=(Notice("call_too_late"),), outcome=Outcome.CLOSED, kind="notice")


def _number(moment: Moment, menu: Menu, understood: Understood) -> Draft:
    """A number that was written. One that cannot be called is said to be so before anything is offered."""
    try:
        number = moment.office.reads(str(understood.value or understood.note or ""))
        if menu.key == "sms_number":
            return moving.move_to(moment, MoveTo("sms", number.e164)).plus(first=(Chosen(menu.key, "number"),))
    except Invalid as error:
        return Draft(notices=(Notice(error.faults[0]),), outcome=Outcome.CLARIFY, kind="notice")
    return calling.offer(moment, number.e164)


def is_day_in_words(moment: Moment, understood: Understood) -> bool:
    """Whether a day was answered otherwise than in full, as *tomorrow*: it is repeated back before it is used."""
    open_ = moment.state.open
    asks_for_day = open_ is not None and moment.journey.question(open_.question).kind is Kind.DATE
    return asks_for_day and understood.status is Status.VALUE and not IN_FULL.search(understood.matched)


def did_you_mean(moment: Moment, understood: Understood) -> Draft:
    """Ask back: one answer, or several together; else the question again."""
    assert moment.state.open
    question = moment.journey.question(moment.state.open.question)
    several = understood.reason == "did_you_mean_together"
    if not several and len(understood.candidates) != 1:
        return again(moment, Notice("did_you_mean_which"), outcome=Outcome.CLARIFY)
    numbered = {choice.key for choice in expected(question, moment.talk.group or None).choices}
    if not set(understood.candidates) <= numbered:
        return again(moment, outcome=Outcome.CLARIFY)
    menu = "did_you_mean_several" if several else "did_you_mean"
    return Draft((put(menu, question.key, *understood.candidates),), outcome=Outcome.CLARIFY)


def invited(moment: Moment, said: str, understood: Understood) -> Draft:
    """An address that says yes to an invite, or a word about the call that it was promised. Nothing else gets here."""
    if named := named_in(said):
        return moving.take_up(moment, named)
    if _is_called_here(moment):
        return _about_call(moment, understood)
    return Draft(notices=(Notice("invited"),), outcome=Outcome.CLARIFY, kind="notice")


def is_put_here(moment: Moment) -> bool:
    """Whether what stands is a choice of times for a call to the number that writes."""
    menu = moment.talk.menu
    return menu is not None and menu.key in OF_A_PROMISE and menu.data[:1] == (moment.input.origin.sender,)


def with_word(moment: Moment, text: str) -> str:
    """What a number says of its call beside a conversation of its own: *endre 2* is the second time that it was given.

    A bare 2 answers what that other conversation asked.
    """
    said = WITH_WORD.fullmatch(text.strip(" .!"))
    return said[2] if said and is_put_here(moment) else said[1] if said else text


def _is_called_here(moment: Moment) -> bool:
    call = moment.talk.call
    return call is not None and call.number == moment.input.origin.sender


def _about_call(moment: Moment, understood: Understood) -> Draft:
    """A number that is to be called, and never wrote: over the call it decides, and it learns nothing else."""
    assert moment.talk.call
    if understood.command in ("call", "ready", "change", "drop"):
        return command(moment, understood)
    menu = moment.talk.menu
    if menu and is_put_here(moment) and understood.status is Status.VALUE and understood.value != "no":
        return choose(moment, menu, understood)
    promise = calling.promise_of(moment, moment.talk.call)
    return Draft(notices=(promise,), outcome=Outcome.CLARIFY, kind="notice")

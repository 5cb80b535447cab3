"""Words for the conversation itself: they work at all times, in every language, and change no answer."""

from collections.abc import Callable
from dataclasses import replace

from core.conversation import calling, helping, moving
from core.conversation.answering import answer_open, ask, asked_here, choose_language, conclude, go_on, is_gated
from core.conversation.changes import kept
from core.conversation.event import Chosen, ConsentChanged, Paused
from core.conversation.input import AskForPerson, MoveTo
from core.conversation.leaving import leave
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice, is_sent_to
from core.conversation.repeating import again
from core.conversation.turn import Outcome
from core.errors import Invalid, NotFound
from core.journey.answer import DECLINED
from core.journey.journey import walk
from core.plan import talking
from core.understanding.understood import Understood


def command(moment: Moment, understood: Understood) -> Draft:
    """Do what the word says."""
    match understood.command:
        case "stop":
            return stop(moment, confirm=True)
        case "start":
            return start(moment)
        case "help":
            return _say("help")
        case "back":
            return back(moment)
        case "repeat":
            return again(moment)
        case "why":
            return _why(moment)
        case "options":
            return _say("pathways") if _is_after(moment) else again(moment)
        case "result":
            return see_result(moment)
        case "plan":
            return talking.plan(moment)
        case "skip":
            return _skip(moment)
        case "pause" | "later":
            return moving.paused()
        case "continue":
            return Draft(go_on(moment, (Paused(paused=False),)), outcome=Outcome.COMMAND)
        case "language":
            return language(moment, str(understood.value or ""))
        case "delete":
            return _delete(moment, str(understood.value or ""))
        case "urgent":
            return Draft((put("urgent_which"),), kind="urgent")
        case "status":
            return helping.status(moment)
        case "person" | "write":
            return helping.ask_for_person(moment, AskForPerson())
        case _:
            return _elsewhere(moment, understood.command)


def _elsewhere(moment: Moment, word: str) -> Draft:
    """Words that lead to another channel or concern a call."""
    match word:
        case "web" | "chat":
            return moving.move_to(moment, MoveTo(word))
        case "sms":
            return _to_sms(moment)
        case "ready" if moment.talk.call:
            return calling.ready(moment)
        case "call" | "ready":
            return call(moment)
        case "change":
            return _of_call(moment, calling.change)
        case "drop":
            return _of_call(moment, calling.drop)
    raise AssertionError(f"a command nobody carries out: {word}")


def call(moment: Moment) -> Draft:
    """Times to be called at; first the number, where none is known that we call. A call that is promised is enough."""
    if moment.talk.call:
        return calling.said_again(moment)
    number = moving.on_sms(moment)
    asks = Draft((put("call_number"),), outcome=Outcome.COMMAND)
    if not number:
        return asks
    try:
        draft = calling.offer(moment, moment.office.reads(number).e164)
    except Invalid as error:
        return asks.plus(notices=(Notice(error.faults[0]),))
    return Draft(draft.events, outcome=Outcome.COMMAND)


def _of_call(moment: Moment, does: Callable[[Moment], Draft]) -> Draft:
    """What is done with the call that is promised; said plainly when there is none, or when it is too late."""
    try:
        return does(moment)
    except NotFound:
        return _say("no_call")
    except calling.TooLate:
        return _say("call_too_late")


def _to_sms(moment: Moment) -> Draft:
    if moment.channel == "sms":
        return again(moment)
    number = moving.on_sms(moment)
    return moving.move_to(moment, MoveTo("sms", number)) if number else Draft((put("sms_number"),))


def welcome(moment: Moment) -> Draft:
    """Who we are, how many questions there are, and how to stop."""
    count = len(walk(moment.journey, {}).asked)
    return Draft((put("welcome", str(count)),), outcome=Outcome.COMMAND)


def stop(moment: Moment, *, confirm: bool) -> Draft:
    """No more messages to this address, at once; one says so. In chat, where nothing is sent, it is a pause."""
    if not is_sent_to(moment.account):
        return moving.paused()
    events = (ConsentChanged(moment.account, stopped=True), Paused(paused=True))
    until = (("until", kept(moment, moment.state).isoformat()),)
    notices = (Notice("stopped", until),) if confirm else ()
    then = {"consent": "stopped", "supersedes": True}
    return Draft(events, notices, Outcome.COMMAND, kind="stopped", quiet=not confirm, then=then)


def start(moment: Moment) -> Draft:
    """Messages again, and what stood is said again. For whoever comes for the first time it is a hello."""
    events = (ConsentChanged(moment.account, stopped=False), Paused(paused=False))
    then = {"consent": "started"} if is_sent_to(moment.account) else {}
    if not moment.state.asked and moment.talk.menu is None:
        hello = welcome(moment)
        return replace(hello.plus(first=events), then=then) if moment.loaded.stopped else hello
    return Draft(go_on(moment, events), (Notice("started"),), Outcome.COMMAND, then=then)


def language(moment: Moment, wanted: str) -> Draft:
    """Another language, and what stands said again in it; without a name, the choice."""
    if not wanted:
        return Draft((put("language"),), outcome=Outcome.COMMAND)
    return again(moment, first=choose_language(moment, wanted).events)


def see_result(moment: Moment) -> Draft:
    """The result so far, from the fourth answer on; before that, how many are missing."""
    try:
        draft = conclude(moment, "")
    except Invalid:
        return _say("result_early")
    return Draft(draft.events, outcome=Outcome.COMMAND)


def back(moment: Moment) -> Draft:
    """The question answered before this one, or this one again when a menu stood before it."""
    if moment.talk.menu and moment.talk.menu.key in talking.WRITTEN:
        return talking.plan(moment)
    state = moment.state
    path = walk(moment.journey, state.given())
    place = moment.journey.place[state.open.question] if state.open else len(moment.journey.questions)
    before = [
        key
        for key in path.asked
        if key in state.answers and moment.journey.place[key] < place and not is_gated(moment, state, key)
    ]
    if moment.talk.menu and state.open and not is_gated(moment, state, state.open.question):
        return Draft(ask(moment, state, state.open.question), outcome=Outcome.COMMAND)
    if not before:
        return again(moment, Notice("not_changed"))
    return Draft(ask(moment, state, before[-1]), outcome=Outcome.COMMAND)


def _skip(moment: Moment) -> Draft:
    if moment.talk.menu and moment.talk.menu.key == talking.WHY:
        return talking.chosen(moment, moment.talk.menu, "").plus(first=(Chosen(talking.WHY, ""),))
    open_ = asked_here(moment)
    return again(moment) if moment.talk.menu or not open_ else answer_open(moment, DECLINED)


def _why(moment: Moment) -> Draft:
    if _is_after(moment):
        return _say("reasons")
    open_ = asked_here(moment)
    return (
        Draft(notices=(Notice("why", basis=open_),), outcome=Outcome.COMMAND, kind="notice") if open_ else again(moment)
    )


def _is_after(moment: Moment) -> bool:
    """Whether the citizen has a result that still says what they answered."""
    return moment.state.concluded and not moment.state.changed


def _delete(moment: Moment, pin: str) -> Draft:
    """Everything goes, once the number is sent back."""
    right = str(1000 + int.from_bytes(moment.loaded.conversation.encode()[-2:], "big") % 9000)
    if pin and pin == right:
        return leave(moment, erase=True)
    kind = "stopped" if moment.loaded.stopped else "notice"  # the last word that a stopped address gets
    return Draft((put("delete_confirm", right),), outcome=Outcome.COMMAND, kind=kind)


def _say(key: str) -> Draft:
    return Draft(notices=(Notice(key),), outcome=Outcome.COMMAND, kind="notice")

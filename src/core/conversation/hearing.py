"""A citizen's own words: read against what stands, and turned into an answer, a choice, a command or a new asking."""

from core.case.norway import today
from core.conversation import bursts, choosing, circling, counselling, helping
from core.conversation.answering import answer_open, asked_here, go_on
from core.conversation.commands import command
from core.conversation.event import GroupChosen, Missed, Noted
from core.conversation.input import Basis, Say
from core.conversation.menus import put
from core.conversation.moment import Draft, Moment, Notice
from core.conversation.repeating import again
from core.conversation.turn import Outcome
from core.delivery.zones import zone_of
from core.journey.answer import NOT_SURE, Answer
from core.journey.question import Kind
from core.plan import talking
from core.understanding.expected import Expected, expected
from core.understanding.ladder import RUNGS, Rung
from core.understanding.understand import understand
from core.understanding.understood import Status, Understood
from core.understanding.urgency import STRONG

TOGETHER = ("did_you_mean", "did_you_mean_together")
GAVE_UP = "offer"  # the menu after the third miss: nobody is asked a fourth time


def hear(moment: Moment, say: Say) -> Draft:
    """What the words come to. That an identity number was taken out of them is told."""
    open_ = asked_here(moment)
    question = open_.question if open_ else ""
    awaited = _awaited(moment, question)
    vocabulary = moment.release.vocabulary
    assert vocabulary, "a release whose channels take words has a vocabulary"
    stopped = moment.loaded.stopped
    read = choosing.with_word(moment, say.text) if moment.loaded.by == "invite" else say.text
    day = moment.now.astimezone(zone_of(moment.input.origin.sender)).date()  # what *tomorrow* is said of
    understood = understand(read, awaited, vocabulary, today=day, opted_out=stopped)
    draft = circling.bounded(moment, _act_on(moment, say, understood), understood.command)
    if moment.input.masked and not draft.quiet:
        draft = draft.plus(notices=(Notice("identity_number_seen"),))
    return draft


def _awaited(moment: Moment, question: str) -> Expected | None:
    if moment.loaded.by == "invite" and not choosing.is_put_here(moment):
        return choosing.YES_IN_WORDS
    if moment.talk.menu:
        return choosing.awaited(moment, moment.talk.menu)
    return expected(moment.journey.question(question), moment.talk.group or None) if question else None


def _act_on(moment: Moment, say: Say, understood: Understood) -> Draft:
    if moment.loaded.by == "invite":
        return choosing.invited(moment, say.text, understood)
    if understood.command == "opted_out" and understood.strength == STRONG:
        return helping.emergency(moment, understood.urgent).plus(first=(Noted("", say.text),))
    if understood.command == "opted_out":
        return _kept_for_person(moment, say, understood)
    if understood.status is Status.EMERGENCY:
        return _danger(moment, understood)
    if moment.talk.speaker == "counsellor" and not _is_for_service(moment, understood):
        return counselling.wrote(moment, say)
    if understood.status is Status.COMMAND:
        return command(moment, understood)
    if bursts.is_late(moment, say):
        return bursts.kept(moment)
    if _is_stale(moment, say):
        return again(moment, Notice("moved_on"), first=(bursts.late(moment),), outcome=Outcome.STALE)
    if moment.talk.menu is None and moment.state.open and asked_here(moment) is None:
        return again(moment, outcome=Outcome.CLARIFY)
    if understood.status is Status.REASK:
        return _ask_again(moment, say, understood)
    if moment.talk.menu:
        return choosing.choose(moment, moment.talk.menu, understood)
    return _answer(moment, understood)


def _is_for_service(moment: Moment, understood: Understood) -> bool:
    """Whether the service answers although a counsellor has the word: what nobody else can do, and the plan."""
    menu = moment.talk.menu
    if menu and menu.key == "referral_consent" and understood.status is Status.VALUE:
        return True
    return understood.command in ("stop", "start", "delete", "status") or talking.is_about_plan(moment, understood)


def _is_stale(moment: Moment, say: Say) -> bool:
    """Whether what it answers has moved on: another question stands, or it stands on another channel."""
    state, talk = moment.state, moment.talk
    if say.on is not None:
        return say.on != _standing(moment)
    if not talk.lead or talk.lead == moment.account:
        return False
    return talk.elsewhere.get(moment.account) != state.open


def _standing(moment: Moment) -> Basis | None:
    menu = moment.talk.menu
    return Basis(f"menu:{menu.key}", 0) if menu else moment.state.open


def _answer(moment: Moment, understood: Understood) -> Draft:
    state = moment.state
    if state.open is None:
        return nothing_stands(moment)
    if understood.status is Status.GROUP:
        group = str(understood.value)
        return again(moment, first=(GroupChosen(state.open.question, group),), group=group)
    if choosing.is_day_in_words(moment, understood):
        return Draft((put("did_you_mean", state.open.question, str(understood.value)),), outcome=Outcome.CLARIFY)
    value: Answer = NOT_SURE if understood.status is Status.NOT_SURE else understood.value or ""
    if isinstance(understood.value, int | float):
        value = understood.value
    return answer_open(moment, value, understood.note)


def nothing_stands(moment: Moment) -> Draft:
    """Words when nothing is asked: the way on, or what can be done after the result."""
    if not moment.state.concluded or moment.state.open:
        return Draft(go_on(moment))
    return Draft(notices=(Notice("nothing_asked"),), outcome=Outcome.NOT_UNDERSTOOD, kind="notice")


def _danger(moment: Moment, understood: Understood) -> Draft:
    day = today(moment.now).isoformat()
    if understood.strength == STRONG:
        return helping.emergency(moment, understood.urgent)
    if moment.talk.passed.get("urgent_weak_check") == day:
        return again(moment, outcome=Outcome.CLARIFY)
    menu = put("urgent_weak_check", understood.urgent, day)
    return Draft((menu,), outcome=Outcome.CLARIFY, kind="urgent")


def _kept_for_person(moment: Moment, say: Say, understood: Understood) -> Draft:
    """After STOP: kept and shown to a person, and not answered. Danger makes the case an acute one."""
    event, then = helping.case(moment, "wrote_after_stop", urgent=bool(understood.urgent))
    return Draft((Noted("", say.text), event), outcome=Outcome.QUEUED, quiet=True, then=then)


def _ask_again(moment: Moment, say: Say, understood: Understood) -> Draft:
    """A hint, then the question with an example, then a choice that ends in a person."""
    menu, misses = moment.talk.menu, moment.talk.misses
    if menu is None and (reopened := counselling.after_closing(moment, say)):
        return reopened
    if menu is None and moment.state.open is None:
        return nothing_stands(moment)
    if bursts.is_more(moment, understood):
        return bursts.kept(moment)
    if understood.reason == "empty":
        first = (Missed("empty"),) if not misses else ()
        return Draft(first, (Notice("empty"),), Outcome.NOT_UNDERSTOOD, kind="notice")
    if understood.reason in TOGETHER and understood.candidates and menu is None:
        return choosing.did_you_mean(moment, understood)
    if menu and menu.key == GAVE_UP:
        return _give_to_person(moment, say)
    outcome = Outcome.CLARIFY if understood.candidates or understood.note else Outcome.NOT_UNDERSTOOD
    missed = bursts.missed(moment, understood.reason)
    match RUNGS[min(misses, len(RUNGS) - 1)]:
        case Rung.HINT:
            return Draft((missed,), (_hint(moment, understood),), outcome)
        case Rung.EXAMPLE:
            return again(moment, _hint(moment, understood, "example"), first=(missed,), outcome=outcome)
        case Rung.OFFER:
            return Draft((missed, put(GAVE_UP)), outcome=outcome)


def _hint(moment: Moment, understood: Understood, rung: str = "hint") -> Notice:
    menu, open_ = moment.talk.menu, moment.state.open  # what was spoken to: around a private question it stays hidden
    if understood.reason in ("yes_but", "no_but"):
        return Notice("yes_but", basis=open_)
    if understood.reason == "write_less":
        return Notice("too_long", basis=open_)
    if menu and menu.key == talking.DATE:
        return Notice(f"{rung}_date")
    if menu:
        last = len(menu.choices)
        kind = "menu_yes_no" if menu.choices == ("yes", "no") else "menu" if menu.choices else "menu_word"
        return Notice(f"{rung}_{kind}", (("last", str(last)),))
    assert open_
    question = moment.journey.question(open_.question)
    numbered = len(expected(question, moment.talk.group or None).numbered)
    kind = question.kind.value if numbered or question.kind not in (Kind.SINGLE, Kind.MULTI) else "name"
    limits = _limits(question.at_least, question.at_most)
    return Notice(f"{rung}_{kind}", (("last", str(numbered)), *limits), basis=open_)


def _limits(at_least: object, at_most: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in (("low", at_least), ("high", at_most)) if value is not None)


def _give_to_person(moment: Moment, say: Say) -> Draft:
    """Nobody is asked a fourth time: a person reads it, and says no more until they do."""
    noted = Noted("", say.text)
    if moment.loaded.case:
        return Draft((noted,), outcome=Outcome.QUEUED, quiet=True)
    return helping.open_case(moment, "misunderstood", outcome=Outcome.QUEUED).plus(first=(noted,))

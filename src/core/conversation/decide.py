"""The one decision: what an input means for a conversation. Pure; deciding again gives the same."""

from dataclasses import replace
from datetime import datetime

from core.case.norway import today
from core.case.office import OFFICE, Office
from core.conversation import (
    answering,
    attempts,
    calling,
    commands,
    counselling,
    helping,
    judging,
    moving,
    referring,
    ringing,
    withdrawing,
)
from core.conversation.changes import changes_of, kept
from core.conversation.desk_act import (
    AskReferral,
    ChangePicture,
    CloseCase,
    CounsellorSays,
    GiveBack,
    RecordDecision,
    SendReferral,
    SettleReferral,
)
from core.conversation.entrance import enter
from core.conversation.event import Asked, Event, Reached, Reminded, Started
from core.conversation.hearing import hear
from core.conversation.input import (
    AnswerReferral,
    AskForCode,
    AskForPerson,
    Basis,
    Begin,
    BookCall,
    CallTried,
    ChooseLanguage,
    Complain,
    Contacted,
    DropCall,
    Fire,
    Input,
    Leave,
    MoveCall,
    MoveTo,
    Redeem,
    Reply,
    Say,
    SeeResult,
    TakeUp,
    TakeView,
    Undelivered,
    WithdrawReferral,
)
from core.conversation.leaving import leave
from core.conversation.moment import Draft, Moment, Notice, NotNow, channel_of, identifier, is_sent_to
from core.conversation.repeating import again
from core.conversation.state import State, fold
from core.conversation.turn import Changes, Count, Known, Loaded, Outcome, Unknown
from core.delivery.quiet import next_loud
from core.delivery.zones import zone_of
from core.errors import NotFound
from core.journey.journey import Journey, walk
from core.plan import acting, reminding
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem, RemindOfItem
from core.release import Release


def decide(
    release: Release,
    loaded: Loaded,
    input: Input,
    basis: Basis | None,
    *,
    now: datetime,
    chance: bytes,
    office: Office = OFFICE,
) -> Changes:
    """Return all that this input changes, or raise what it is refused with: any error of the domain, as WouldRemove."""
    input = enter(input)
    act = input.act
    if isinstance(act, Begin):
        return _begin(release, loaded, input, act, now, chance, office)
    if isinstance(loaded, Unknown):
        account = input.origin.account
        if isinstance(act, Say | Contacted) and (is_sent_to(account) or channel_of(account) == "phone"):
            return _first_contact(release, loaded, input, now, chance, office)
        raise NotFound("no conversation begun from here")
    moment = Moment(release, loaded, input, now, chance, office)
    draft = _draft(moment, basis)
    return changes_of(moment, withdrawing.instead(moment, draft) if loaded.withdrawn else draft)


def basis_of(input: Input, loaded: Loaded) -> Basis | None:
    """What the input answers: what it says itself, else the question that stood when it arrived."""
    if isinstance(input.act, Reply):
        return input.act.basis or (loaded.state.open if isinstance(loaded, Known) else None)
    return None


def _draft(moment: Moment, basis: Basis | None) -> Draft:
    match moment.input.act:
        case Reply() as act:
            return answering.reply(moment, act, basis)
        case Say() as act:
            return hear(moment, act)
        case ChooseLanguage(language):
            chosen = answering.choose_language(moment, language)
            return again(moment, first=chosen.events, outcome=Outcome.ACCEPTED) if moment.in_text else chosen
        case SeeResult(note):
            return answering.conclude(moment, note)
        case TakeView() | Complain() as act:
            return _said_against(moment, act)
        case AskForCode():
            return moving.return_code(moment)
        case Redeem(code):
            return moving.come_back(moment, code)
        case MoveTo() as act:
            return moving.move_to(moment, act)
        case TakeUp(number):
            return moving.take_up(moment, number)
        case AskForPerson() as act:
            return counselling.thanked(moment, act.words) or helping.ask_for_person(moment, act)
        case BookCall() | MoveCall() | DropCall() as act:
            return _of_call(moment, act)
        case CallTried() | CounsellorSays() | GiveBack() | CloseCase() | ChangePicture() | RecordDecision() as act:
            return _by_counsellor(moment, act)
        case AskReferral() | AnswerReferral() | WithdrawReferral() | SendReferral() | SettleReferral() as act:
            return _of_referral(moment, act)
        case ProposeItem() | AnswerItem() | ChangeItem() | MarkItem() | RemindOfItem() as act:
            return acting.act_on(moment, act)
        case Contacted(kind):
            return _contacted(moment, kind)
        case Fire(kind, revision):
            return _fire(moment, kind, revision)
        case Undelivered() as act:
            return helping.undelivered(moment, act)
        case Leave(erase):
            return leave(moment, erase=erase)
        case Begin():
            raise AssertionError("what begins has no moment before it")


def _said_against(moment: Moment, act: TakeView | Complain) -> Draft:
    match act:
        case TakeView(view, words):
            return answering.take_view(moment, view, words)
        case Complain():
            return judging.complain(moment, act)


def _of_referral(
    moment: Moment, act: AskReferral | AnswerReferral | WithdrawReferral | SendReferral | SettleReferral
) -> Draft:
    match act:
        case AskReferral():
            return referring.ask(moment, act)
        case AnswerReferral():
            return referring.answer_on_page(moment, act)
        case WithdrawReferral():
            return referring.withdraw(moment, act)
        case SendReferral():
            return referring.send(moment, act)
        case SettleReferral():
            return referring.settle(moment, act)


def _of_call(moment: Moment, act: BookCall | MoveCall | DropCall) -> Draft:
    match act:
        case BookCall():
            return calling.book(moment, act)
        case MoveCall(slot):
            return calling.move(moment, slot)
        case DropCall():
            return calling.drop(moment)


def _by_counsellor(
    moment: Moment, act: CallTried | CounsellorSays | GiveBack | CloseCase | ChangePicture | RecordDecision
) -> Draft:
    match act:
        case CallTried():
            return attempts.tried(moment, act)
        case CounsellorSays():
            return counselling.says(moment, act)
        case GiveBack():
            return counselling.give_back(moment, act)
        case CloseCase():
            return counselling.close(moment, act)
        case ChangePicture():
            return judging.change_picture(moment, act)
        case RecordDecision():
            return judging.record_decision(moment, act)


def _begin(
    release: Release, loaded: Loaded, input: Input, act: Begin, now: datetime, chance: bytes, office: Office
) -> Changes:
    journey = release.journey(act.journey)
    language = answering.offered(journey, act.language)
    moment = _anew(release, loaded, input, journey, now, chance, office)
    moment = replace(moment, loaded=replace(moment.loaded, owner=act.owner, followed=bool(act.owner)))
    first = journey.questions[0].key
    origin = input.origin
    events: tuple[Event, ...] = (
        Started(journey.key, release.id, language, origin.account),
        *((Reached(origin.account, origin.sender, proven=True),) if is_sent_to(origin.account) else ()),
        Asked(first, 0),
    )
    draft = Draft(events, counts=(Count(first, "asked"),), then=_begun(loaded))
    return changes_of(moment, draft)


def _first_contact(
    release: Release, loaded: Unknown, input: Input, now: datetime, chance: bytes, office: Office
) -> Changes:
    """Somebody writes or rings who is not known: say who we are, and ask before anything is asked."""
    journey = next(iter(release.journeys.values()))
    origin = input.origin
    first: tuple[Event, ...] = (
        Started(journey.key, release.id, answering.offered(journey, "nb"), origin.account),
        *((Reached(origin.account, origin.sender, proven=True),) if is_sent_to(origin.account) else ()),
    )
    blank = _anew(release, loaded, input, journey, now, chance, office)
    begun = replace(blank, loaded=replace(blank.loaded, state=fold(first, State())))
    draft = _draft(begun, None) if isinstance(input.act, Contacted) else _greeting(begun, input.act)
    if loaded.bound and not draft.quiet:
        draft = draft.plus(notices=(Notice("goes_on_elsewhere" if loaded.left else "have_code"),))
    if loaded.invited and not draft.quiet:
        draft = draft.plus(notices=(Notice("invite_number"),))
    if loaded.promised and draft.notices + draft.events and not draft.quiet:
        draft = draft.plus(notices=(calling.promise_of(begun, loaded.promised),))
    return changes_of(blank, replace(draft.plus(first=first), then={**draft.then, **_begun(loaded)}))


def _greeting(moment: Moment, act: object) -> Draft:
    assert isinstance(act, Say)
    draft = hear(moment, act)
    return draft if draft.outcome in (Outcome.COMMAND, Outcome.QUEUED) else commands.welcome(moment)


def _anew(
    release: Release, loaded: Loaded, input: Input, journey: Journey, now: datetime, chance: bytes, office: Office
) -> Moment:
    """A conversation that has not begun. What the address had before stays its person's, and goes when they erase."""
    before = loaded if isinstance(loaded, Known) else None
    conversation = Known(
        conversation=identifier(now, chance, b"conversation"),
        person=before.person if before else identifier(now, chance, b"person"),
        journey=journey.key,
        release=release.id,
        version=0,
        last_event=0,
        state=State(),
        kept_until=before.kept_until if before else today(now),
        result=None,
        bound=loaded.bound,
        key=before.key if before else None,
        case=before.case if before else "",
        stopped=loaded.stopped,
    )
    return Moment(release, conversation, input, now, chance, office)


def _begun(loaded: Loaded) -> dict[str, object]:
    return {"begins": True, "joins": isinstance(loaded, Known), "binds": True}


def _contacted(moment: Moment, kind: str) -> Draft:
    """What a provider tells: it has handled STOP or START itself, so nothing is confirmed; or somebody rang."""
    match kind:
        case "stopped" | "blocked":
            return replace(commands.stop(moment, confirm=False), quiet=True)
        case "started":
            return commands.start(moment)
        case _:
            return ringing.missed_call(moment)


def _fire(moment: Moment, kind: str, revision: int) -> Draft:
    """A timer: nothing when the conversation has moved on since it was set."""
    if kind == "call_notice":
        return attempts.coming(moment)
    if kind == reminding.KIND:
        return reminding.due(moment)
    talk = moment.talk
    theirs = talk.speaker != "service" or talk.call or talk.paused  # somebody else has the word, or will call
    reached = talk.lead in talk.reach and talk.lead not in talk.stopped
    if moment.loaded.version != revision or talk.reminded or theirs or not reached:
        raise NotNow(None)
    loud = next_loud(moment.now, zone_of(talk.reach[talk.lead]))
    if loud > moment.now:
        raise NotNow(loud)
    notice = Notice("reminder", (*_how_far(moment), ("until", kept(moment, moment.state).isoformat())))
    return Draft((Reminded(),), (notice,), Outcome.COMMAND, kind="reminder")


def _how_far(moment: Moment) -> tuple[tuple[str, str], ...]:
    path = walk(moment.journey, moment.state.given())
    answered = len(path.asked) - len(path.open)
    return (("n", str(min(answered + 1, len(path.asked)))), ("N", str(len(path.asked))))

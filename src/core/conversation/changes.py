"""From a draft to all that is written: the new state, the prompts, the messages, the timers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.case.norway import today
from core.conversation.desk_event import CaseOpened
from core.conversation.event import Asked, Chosen, CodeIssued, Concluded, Conflicted, Event, Moved, Offered, Started
from core.conversation.input import Act, Basis, Say, Undelivered
from core.conversation.menus import TIMES
from core.conversation.moment import SERVICE, Draft, Moment, channel_of, is_sent_to
from core.conversation.silence import heard
from core.conversation.speaking_for import spoken_for
from core.conversation.state import State, fold
from core.conversation.turn import Changes, Count, Prompt, Turn
from core.delivery.message import KINDS, Message, Timer
from core.journey.journey import walk

KEPT_UNFINISHED = timedelta(days=7)  # after the last turn, without a result
KEPT_FINISHED = timedelta(days=30)  # after the last turn, with one
KEPT_WITH_CASE = timedelta(days=365)  # after the last turn, once a person was asked for
REMINDED_AFTER = timedelta(hours=24)


def changes_of(moment: Moment, draft: Draft) -> Changes:
    """All that the draft changes."""
    loaded, input, now = moment.loaded, moment.input, moment.now
    version = loaded.version + 1
    events = (*_with_move(moment, draft.events), *heard(moment), *spoken_for(moment))
    state = fold(events, loaded.state)
    prompts = tuple(_prompts(moment, version, events, state, draft))
    actor = "citizen" if input.origin.account not in SERVICE else draft.then.get("actor", "service")
    turn = Turn(
        conversation=loaded.conversation,
        version=version,
        journey=loaded.journey,
        release=loaded.release,
        language=state.language,
        actor=actor,
        account=input.origin.account,
        at=now,
        act=_kept(moment, events),
        events=events,
        prompts=prompts,
        outcome=draft.outcome,
    )
    turn = replace(turn, last_event=loaded.last_event + turn.visible)
    first_asked = [
        Count(event.question, "asked")
        for event in events
        if isinstance(event, Asked) and event.question not in loaded.state.asked and loaded.version
    ]
    kept_until = kept(moment, state, events)
    county = state.answers.get("county")
    changes = Changes(
        origin=input.origin,
        person=loaded.person,
        journey=loaded.journey,
        release=loaded.release,
        turn=turn,
        state=state,
        last_event=turn.last_event,
        county=county.value if county and isinstance(county.value, str) else "",
        key=loaded.key,
        bound=loaded.bound,
        result=version if any(isinstance(event, Concluded) for event in events) else loaded.result,
        counts=(*draft.counts, *first_asked),
        kept_until=kept_until if kept_until != loaded.kept_until else None,
        owner=loaded.owner,
        followed=loaded.followed,
        **{name: value for name, value in draft.then.items() if name != "actor"},
    )
    return _with_messages(moment, draft, changes) if _is_sent(moment, draft, state) else changes


def _kept(moment: Moment, events: tuple[Event, ...]) -> Act:
    """The act as its turn keeps it: words at something private say so, whatever they came to, to be hidden from others.

    Of what was chosen from a menu nothing but the choice is ever shown.
    """
    act, open_, menu = moment.input.act, moment.state.open, moment.talk.menu
    if not isinstance(act, Say) or any(isinstance(event, Chosen) for event in events):
        return act
    if act.on and act.on.question in moment.journey.by_key:
        return act
    stood = [open_.question] if open_ else []
    if menu and menu.key == "private_gate":
        stood += walk(moment.journey, moment.state.given()).open
    private = next((key for key in stood if moment.journey.question(key).private), None)
    return replace(act, on=Basis(private, moment.state.revision(private))) if private else act


def kind_of_events(changes: Changes) -> str:
    """The kind of the messages that tell front-ends of a turn.

    What comes from us while the citizen is in chat must arrive there. What they said themselves was answered in its own
    request, and what they did elsewhere is known there. That something did not arrive is not told in the same way.
    """
    ours = changes.turn.account in SERVICE and not isinstance(changes.turn.act, Undelivered)
    return "notice" if ours and channel_of(changes.state.talk.lead) == "chat" else "event"


def _with_move(moment: Moment, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The conversation follows the citizen: what they send from another channel moves it there."""
    lead = moment.talk.lead
    if not lead or lead == moment.account or moment.account in SERVICE:
        return events
    if moment.loaded.by == "invite" or any(isinstance(event, Moved | Started) for event in events):
        return events
    return (Moved(moment.account), *events)


def _is_sent(moment: Moment, draft: Draft, state: State) -> bool:
    return bool(draft.to or state.talk.reach or is_sent_to(moment.account))


def _with_messages(moment: Moment, draft: Draft, changes: Changes) -> Changes:
    turn, talk = changes.turn, changes.state.talk
    stands = any(isinstance(event, Asked | Offered) for event in turn.events)
    message = _message(moment, draft, changes) if turn.prompts and not draft.quiet else None
    timers = changes.timers
    if is_sent_to(talk.lead) or is_sent_to(moment.talk.lead):
        timers = (*timers, _reminder(moment, changes, stands))
    return replace(
        changes,
        messages=(*changes.messages, *((message,) if message else ())),
        supersedes=changes.supersedes or stands or any(isinstance(event, Moved) for event in turn.events),
        timers=timers,
    )


def _message(moment: Moment, draft: Draft, changes: Changes) -> Message | None:
    kind = KINDS[draft.kind]
    if draft.to:
        account, to = draft.to
    elif is_sent_to(moment.account):
        account, to = moment.account, moment.input.origin.sender
        if moment.loaded.stopped and changes.consent != "started" and not kind.while_stopped:
            return None
    elif moment.account in SERVICE and changes.state.talk.lead in changes.state.talk.reach:
        account = changes.state.talk.lead
        to = changes.state.talk.reach[account]
    else:
        return None
    return Message(account, to, kind.name)


def _reminder(moment: Moment, changes: Changes, stands: bool) -> Timer:
    """One reminder, a day after the last prompt that was sent; none while somebody else has the word or will call."""
    talk, state = changes.state.talk, changes.state
    waits = stands or bool(state.open) or talk.menu is not None
    silent = talk.reminded or talk.paused or talk.call or talk.speaker != "service" or talk.lead in talk.stopped
    wanted = waits and not silent and is_sent_to(talk.lead)
    return Timer("reminder", moment.now + REMINDED_AFTER if wanted else None, changes.turn.version)


def kept(moment: Moment, state: State, events: tuple[Event, ...] = ()) -> date:
    """The last day that all of it is kept, after a turn at this moment."""
    longest = KEPT_FINISHED if state.concluded else KEPT_UNFINISHED
    if state.plan or any(isinstance(event, CaseOpened) and event.reason != "wrote_after_stop" for event in events):
        longest = KEPT_WITH_CASE
    return max(today(moment.now) + longest, moment.loaded.kept_until)


def _prompts(moment: Moment, version: int, events: tuple[Event, ...], state: State, draft: Draft) -> Iterator[Prompt]:
    for n, notice in enumerate(draft.notices, start=len(events) + 1):
        values = notice.values or (_progress(moment, state, draft) if notice.kind == "question" else ())
        yield Prompt(
            f"{version}.{n}", notice.kind, notice.basis, notice.text, values, notice.choices, notice.group, notice.on
        )
    for n, event in enumerate(events, start=1):
        id = f"{version}.{n}"
        match event:
            case Asked(question, revision):
                yield Prompt(id, "question", Basis(question, revision), values=_progress(moment, state, draft))
            case Offered(menu, choices, data):
                yield Prompt(id, "menu", text=menu, choices=choices, values=named(menu, data))
            case Conflicted(question, _, revision):
                yield Prompt(id, "conflict", Basis(question, revision))
            case Concluded():
                yield Prompt(id, "result")
            case CodeIssued(number, kind) if kind != "invite":
                yield Prompt(id, "code", text=kind, values=(("number", str(number)),))


def _progress(moment: Moment, state: State, draft: Draft) -> tuple[tuple[str, str], ...]:
    """How far the citizen is, on the path as it looks now; said in text channels only."""
    if not (moment.in_text or state.talk.reach):
        return ()
    path = draft.path or walk(moment.journey, state.given())
    answered = len(path.asked) - len(path.open)
    return (("n", str(min(answered + 1, len(path.asked)))), ("N", str(len(path.asked))))


def named(menu: str, data: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What a menu is about, by the names of the gaps in its text."""
    return tuple(zip(MENU_DATA.get(menu, ()), data, strict=False))


MENU_DATA = {
    "private_gate": ("k",),
    "did_you_mean": ("question", "key"),
    "did_you_mean_several": ("question", *(f"key{n}" for n in range(1, 10))),
    "delete_confirm": ("pin",),
    **dict.fromkeys(("plan_item", "plan_item_by", "plan_date", "plan_why"), ("item", "revision", "title", "by")),
    **dict.fromkeys(TIMES, ("number", "slot1", "slot2", "slot3")),
    "referral_consent": ("referral", "name", "unit", "fields", "purpose", "until"),
    "welcome": ("N",),
    "withdrawn": ("until",),
    "invited": ("N",),
}

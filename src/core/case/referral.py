"""Referrals: a matter goes to another office or provider with what the citizen said yes to, and nothing else.

Consent names the fields, the purpose, the receiver and a last day. It is asked once, can be taken back at any time, and
is looked at when the referral is sent and whenever the receiver looks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from core.case.desk import CaseFile
from core.case.told import OWN, tells, with_prompts
from core.conversation.desk_act import CloseCase, CounsellorSays
from core.conversation.desk_event import ReferralSent
from core.conversation.event import SpeakerChanged
from core.conversation.state import Held, State
from core.conversation.talk import NEW, Referred, Talk
from core.conversation.turn import Turn
from core.errors import NotFound

FIELDS = ("contact", "need", "answers", "plan", "messages")
TOPIC = "referral:"  # what the topic of a receiver's case begins with


class ConsentOver(NotFound):
    """The citizen took it back, or its last day is past: of the case nothing is shown any more."""


def in_force(referral: Referred, today: date) -> bool:
    """Whether the citizen's yes counts today."""
    return referral.state in ("consented", "sent", "taken") and date.fromisoformat(referral.until) >= today


def referral_of(topic: str) -> str:
    """The referral that a case is the receiver's end of; empty for any other case."""
    return topic.removeprefix(TOPIC) if topic.startswith(TOPIC) else ""


def limited(file: CaseFile, today: date) -> CaseFile:
    """The case as its viewer may see it: a receiver sees the named fields, and what is said with them since.

    ConsentOver when the consent is no longer in force.
    """
    id = referral_of(file.case.topic)
    if not id:
        return file
    referral = file.known.state.talk.referrals.get(id)
    if referral is None or not in_force(Referred(*referral), today):
        raise ConsentOver("no such case")
    shares = frozenset(Referred(*referral).fields.split())
    return replace(
        file,
        known=replace(
            file.known,
            state=_state(file.known.state, id, shares),
            result=file.known.result if "need" in shares else None,
        ),
        turns=tuple(_turns(file, id, shares)),
        others=(),
        calls=file.calls if "contact" in shares else (),
    )


def _turns(file: CaseFile, id: str, shares: frozenset[str]) -> Iterator[Turn]:
    """What tells of this referral, or of what was named alone; and all that is said from the receiver's own case."""
    case, speaks, was_sent = file.case.id, "", False
    for turn in file.turns:
        before = speaks
        speaks = _speaks(turn, speaks)
        was_sent = was_sent or any(isinstance(event, ReferralSent) and event.referral == id for event in turn.events)
        allowed = {OWN, *shares} - (set() if was_sent else {"answers"})
        if case == (turn.act.case if isinstance(turn.act, CounsellorSays | CloseCase) else before):
            allowed.add("messages")
        if (told := tells(turn, id)) and told <= allowed:
            yield with_prompts(turn, id, allowed)


def _speaks(turn: Turn, before: str) -> str:
    """The case that a counsellor speaks from after it, when that is not the citizen's own matter."""
    return next((event.case for event in reversed(turn.events) if isinstance(event, SpeakerChanged)), before)


def _state(state: State, id: str, shares: frozenset[str]) -> State:
    answers: Mapping[str, Held] = {}
    if "answers" in shares:  # what is private is never sent along
        answers = {key: held for key, held in state.answers.items() if not held.private}
    return State(
        language=state.language,
        answers=answers,
        concluded=state.concluded and "need" in shares,
        changed=state.changed,
        view=state.view if "need" in shares else "",
        talk=_talk(state.talk, id, shares),
        plan=state.plan if "plan" in shares else {},
    )


def _talk(talk: Talk, id: str, shares: frozenset[str]) -> Talk:
    """Where it goes on, which a reply needs; how they are reached only when that was named."""
    seen = replace(NEW, lead=talk.lead, speaker=talk.speaker, beside=talk.beside, stopped=talk.stopped)
    if "contact" in shares:
        seen = replace(seen, reach=talk.reach, heard=talk.heard, call=talk.call, given=talk.given)
    return replace(seen, referrals={id: talk.referrals[id]})

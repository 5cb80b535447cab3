"""Referrals: a matter goes to another office or provider with what the citizen said yes to, and nothing else.

Consent names the fields, the purpose, the receiver and a last day. It is asked once, can be taken back at any time, and
is looked at when the referral is sent and whenever the receiver looks.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.case.desk import CaseFile
from core.conversation.event import Concluded, Noted, ReferralAnswered, ReferralAsked, ReferralSent
from core.conversation.input import CounsellorSays
from core.conversation.state import Held, State
from core.conversation.talk import NEW, Referred
from core.conversation.turn import Turn
from core.errors import NotFound

FIELDS = ("contact", "need", "answers", "plan", "messages")
TOPIC = "referral:"  # what the topic of a receiver's case begins with


def in_force(referral: Referred, today: date) -> bool:
    """Whether the citizen's yes counts today."""
    return referral.state in ("consented", "sent", "taken") and date.fromisoformat(referral.until) >= today


def referral_of(topic: str) -> str:
    """The referral that a case is the receiver's end of; empty for any other case."""
    return topic.removeprefix(TOPIC) if topic.startswith(TOPIC) else ""


def limited(file: CaseFile, today: date) -> CaseFile:
    """The case as its viewer may see it: a receiver sees the named fields, and what was said since it was sent.

    NotFound when the consent is no longer in force.
    """
    id = referral_of(file.case.topic)
    if not id:
        return file
    referral = file.known.state.talk.referrals.get(id)
    if referral is None or not in_force(Referred(*referral), today):
        raise NotFound("no such case")
    shares = frozenset(Referred(*referral).fields.split())
    sent = next((turn.version for turn in file.turns for event in turn.events if _is_sending(event, id)), 0)
    return replace(
        file,
        known=replace(file.known, state=_state(file, shares), result=file.known.result if "need" in shares else None),
        turns=tuple(turn for turn in file.turns if turn.version >= sent or _goes_along(turn, shares)),
        others=(),
        calls=file.calls if "contact" in shares else (),
    )


def _is_sending(event: object, id: str) -> bool:
    return isinstance(event, ReferralSent) and event.referral == id


def _goes_along(turn: Turn, shares: frozenset[str]) -> bool:
    """Whether a turn from before it was sent belongs to what was named."""
    if any(isinstance(event, ReferralAsked | ReferralAnswered) for event in turn.events):
        return True
    if "need" in shares and any(isinstance(event, Concluded) for event in turn.events):
        return True
    said = isinstance(turn.act, CounsellorSays) or any(
        isinstance(event, Noted) and not event.about for event in turn.events
    )
    return "messages" in shares and said


def _state(file: CaseFile, shares: frozenset[str]) -> State:
    state = file.known.state
    answers: Mapping[str, Held] = {}
    if "answers" in shares:  # what is private is never sent along
        answers = {key: held for key, held in state.answers.items() if not held.private}
    talk = state.talk if "contact" in shares else replace(NEW, lead=state.talk.lead, referrals=state.talk.referrals)
    return replace(state, answers=answers, aside={}, plan=state.plan if "plan" in shares else {}, talk=talk)

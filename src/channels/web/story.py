"""What the turns of a conversation tell and its state does not: what was promised, sent, used, and how calls ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.conversation.desk_event import CaseOpened
from core.conversation.event import CallBooked, CallEnded, CodeIssued, Invited, Moved, Noted
from core.conversation.input import AskForPerson, BookCall, Redeem, Undelivered
from core.conversation.moment import HALF_AN_HOUR
from core.conversation.talk import Talk
from core.conversation.turn import Turn

CALLS = frozenset(("call", "missed_call", "no_answer"))  # reasons whose promise is the call
OURS = frozenset(("undelivered",))  # and those that the citizen was promised nothing for
SHOWN = frozenset(("move", "link", "sms"))  # codes to go on with elsewhere


@dataclass(frozen=True, slots=True)
class Promise:
    """That a person answers. `by`: the earliest moment that was said; `words`: all that was written for them."""

    case: str
    by: datetime
    words: tuple[str, ...]
    interpreter: str


@dataclass(frozen=True, slots=True)
class Code:
    """The newest code or link to go on with elsewhere."""

    number: int
    kind: str
    until: datetime
    version: int  # of the turn that made it


def newest_promise(turns: Sequence[Turn]) -> Promise | None:
    """What was promised of the last matter that is for a person to answer; none when nobody asked for one."""
    wishes = [
        (turn, event)
        for turn in turns
        for event in turn.events
        if isinstance(event, CaseOpened) and event.reason not in CALLS | OURS
    ]
    if not wishes:
        return None
    case = wishes[-1][1].case
    asked = [(turn, event) for turn, event in wishes if event.case == case]
    words = (event.words for turn, _ in asked for event in turn.events if isinstance(event, Noted) and not event.about)
    wanted = [turn.act.interpreter for turn, _ in asked if isinstance(turn.act, AskForPerson) and turn.act.interpreter]
    by = min(datetime.fromisoformat(event.promised) for _, event in asked)
    return Promise(case, by, tuple(words), wanted[-1] if wanted else "")


def newest_code(turns: Sequence[Turn]) -> Code | None:
    """The last code or link that was asked for; none when there was none."""
    for turn in reversed(turns):
        for event in turn.events:
            if isinstance(event, CodeIssued) and event.kind in SHOWN:
                return Code(event.number, event.kind, turn.at + HALF_AN_HOUR, turn.version)
    return None


def was_used(turns: Sequence[Turn], code: Code, as_read: str) -> bool:
    """Whether somebody has gone on with that code."""
    later = (turn.act.code for turn in turns if turn.version > code.version and isinstance(turn.act, Redeem))
    return any(_plain(given) == _plain(as_read) for given in later)


def is_undelivered(turns: Sequence[Turn]) -> bool:
    """Whether a text that mattered did not arrive, and nothing has been sent or said over SMS since."""
    for turn in reversed(turns):
        if isinstance(turn.act, Undelivered) and turn.act.channel == "sms":
            return True
        if turn.account.startswith("sms:"):
            return False
        if any(isinstance(event, Invited) or (isinstance(event, Moved) and "sms:" in event.account)
               for event in turn.events):  # fmt: skip
            return False
    return False


def newest_call(turns: Sequence[Turn]) -> tuple[str, str]:
    """How the last call that was promised ended, and its case; empty while it stands, or when there was none."""
    ended = ""
    for turn in turns:
        for event in turn.events:
            match event:
                case CallBooked():
                    ended = ""
                case CallEnded(_, outcome, _, next_due) if not next_due:
                    ended = outcome
    cases = [event.case for turn in turns for event in turn.events if isinstance(event, CaseOpened)]
    return ended, cases[-1] if cases else ""


def is_texted(turns: Sequence[Turn], talk: Talk, account: str) -> bool:
    """Whether the number that is called gets texts of the call; not when it is to be called for somebody else too."""
    if not account or not talk.call or talk.reach.get(account) == talk.call.number:
        return bool(account and talk.call)
    texted = False
    for turn in turns:
        if any(isinstance(event, CallBooked) and event.number == talk.call.number for event in turn.events):
            texted = any(isinstance(event, CodeIssued) and event.kind == "invite" for event in turn.events)
    return texted


def wanted_for_call(turns: Sequence[Turn], call: str) -> str:
    """The language of the interpreter that was asked for with a call."""
    asked = ""
    for turn in turns:
        if any(isinstance(event, CallBooked) and event.call != call for event in turn.events):
            asked = ""
        if isinstance(turn.act, BookCall):
            asked = turn.act.interpreter or asked
    return asked


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())

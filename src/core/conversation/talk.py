"""The side of the state that channels need: where it goes on, what stands beside the question, who is waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from core.conversation.desk_event import ReferralAnswered, ReferralAsked, ReferralEnded, ReferralSent, ReferralTaken
from core.conversation.event import (
    CallBooked,
    CallEnded,
    Chosen,
    ConsentChanged,
    Event,
    Gone,
    GroupChosen,
    Heard,
    Invited,
    Missed,
    Moved,
    Noted,
    Offered,
    Paused,
    Reached,
    Reminded,
    SpeakerChanged,
    SpokenFor,
    Started,
    Unchanged,
)
from core.conversation.input import Basis

GATES = ("private_gate", "checkpoint")  # menus passed once
MOST_UNCHANGED = 10  # messages that change nothing and are answered, within the time
ENOUGH = "enough"  # after them
HERE = ("private_gate", "here")  # a choice for one address: another phone asks anew
HERE_AT = "private_gate_at"  # that address, among what was passed
BELONGS = ("moved_on", "more")  # misses that belong to an earlier message, and count no more
DAILY = "urgent_weak_check"  # a menu put once a day; the day is the last of its data


@dataclass(frozen=True, slots=True)
class Menu:
    """A few things to choose from, beside the questions of the journey."""

    key: str
    choices: tuple[str, ...]
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A promised call."""

    id: str
    slot: str
    due: str
    number: str
    attempt: int = 0


class Referred(NamedTuple):
    """A referral as it stands: asked | consented | refused | sent | taken | withdrawn | returned."""

    state: str
    unit: str
    unit_name: str
    fields: str  # with a space between two
    purpose: str
    until: str  # the last day that the consent counts
    name: str  # of the counsellor who asked
    case: str = ""  # the receiver's, once it was sent
    sender: str = ""  # the unit of the counsellor who asked


@dataclass(frozen=True, slots=True)
class Talk:
    """What every new conversation begins without."""

    lead: str = ""  # the account that it goes on over
    elsewhere: Mapping[str, Basis] = field(default_factory=dict)  # what stood on the others when it moved on
    reach: Mapping[str, str] = field(default_factory=dict)  # proven addresses that can be written to, by account
    heard: Mapping[str, str] = field(default_factory=dict)  # the last day of each address, and `gone` when it is
    menu: Menu | None = None
    group: str = ""  # of the options asked now
    misses: int = 0  # at what stands now
    missed: tuple[str, ...] = ()  # why the last one was, when, and what it was said to
    passed: Mapping[str, str] = field(default_factory=dict)  # what was chosen at gates
    paused: bool = False
    stopped: tuple[str, ...] = ()  # accounts that asked for no more messages
    speaker: str = "service"
    beside: str = ""  # the case that the counsellor speaks from, when it is not the citizen's own matter
    call: Call | None = None
    reminded: bool = False
    invited: str = ""  # account and address that were asked whether it goes on there
    unchanged: tuple[str, ...] = ()  # when the last messages came that changed nothing, one after the other
    helpers: tuple[str, ...] = ()  # addresses, as hashes, that another speaks from for the citizen
    referrals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # each as in Referred, by id
    given: tuple[str, ...] = ()  # every number that was given to be written to or called


NEW = Talk()


def heard(talk: Talk, event: Event, open_: Basis | None) -> Talk:
    """The talk after one more event. `open_`: the question that stood before it."""
    if isinstance(event, ReferralAsked | ReferralAnswered | ReferralSent | ReferralTaken | ReferralEnded):
        referred = _referred(talk, event)
        over = isinstance(event, ReferralEnded) and talk.beside == referred.case
        beside = "" if over else talk.beside
        return replace(talk, referrals={**talk.referrals, event.referral: tuple(referred)}, beside=beside)
    return _heard(forward(talk) if isinstance(event, Chosen | GroupChosen | Noted) else talk, event, open_)


def _heard(talk: Talk, event: Event, open_: Basis | None) -> Talk:
    match event:
        case Started(_, _, _, account):
            return replace(talk, lead=account)
        case Moved(account) if account != talk.lead:
            elsewhere = {name: basis for name, basis in talk.elsewhere.items() if name != account}
            stood = {talk.lead: open_} if open_ and talk.lead else {}
            return replace(talk, lead=account, elsewhere={**elsewhere, **stood}, paused=False)
        case Reached(account, value, True):
            return replace(talk, reach={**talk.reach, account: value})
        case Heard(account, value, day):
            return replace(talk, heard={**talk.heard, address_of(account, value): day})
        case Gone(account, value) if (address := address_of(account, value)) in talk.heard:
            day, _, _ = talk.heard[address].partition(" ")
            return replace(talk, heard={**talk.heard, address: f"{day} gone"})
        case Offered(menu, choices, data):
            passed = {**talk.passed, menu: data[-1]} if menu == DAILY else talk.passed
            return replace(talk, menu=Menu(menu, choices, data), misses=0, passed=passed)
        case Chosen(menu, choice):
            return replace(talk, menu=None, misses=0, passed=_passed(talk, menu, choice))
        case GroupChosen(_, group):
            return replace(talk, group=group, misses=0)
        case Missed(reason, at, about):
            counted = reason not in BELONGS
            return replace(talk, misses=talk.misses + counted, missed=(reason, at, about) if at else talk.missed)
        case Unchanged(at):
            return replace(talk, unchanged=(*talk.unchanged, at)[-MOST_UNCHANGED:])
        case Paused(paused):
            return replace(talk, paused=paused)
        case SpeakerChanged(speaker, case):
            return replace(talk, speaker=speaker, beside=case)
        case ConsentChanged(account, stopped):
            others = tuple(name for name in talk.stopped if name != account)
            return replace(talk, stopped=(*others, account) if stopped else others)
        case CallBooked(call, slot, due, number):
            return replace(talk, call=Call(call, slot, due, number), given=_with(talk.given, number))
        case CallEnded(_, _, attempt, next_due) if next_due and talk.call:
            return replace(talk, call=replace(talk.call, due=next_due, attempt=attempt))
        case CallEnded():
            return replace(talk, call=None)
        case Invited(account, value):
            return replace(talk, invited=f"{account} {value}", given=_with(talk.given, value))
        case SpokenFor(by):
            return talk if by in talk.helpers else replace(talk, helpers=(*talk.helpers, by))
        case Reminded():
            return replace(talk, reminded=True)
        case _:
            return talk


def _passed(talk: Talk, menu: str, choice: str) -> Mapping[str, str]:
    """What was chosen at gates, with one more choice; *here* with the address that it was chosen at."""
    if menu not in GATES:
        return talk.passed
    at = {HERE_AT: address_now(talk, talk.lead)} if (menu, choice) == HERE else {}
    return {**talk.passed, menu: choice, **at}


def forward(talk: Talk) -> Talk:
    """The talk when something new was said: an answer, a choice, words for somebody."""
    return replace(talk, unchanged=()) if talk.unchanged else talk


def asked(talk: Talk) -> Talk:
    """The talk when a question is put: nothing stands before it, and nothing was missed at it."""
    if talk.menu is None and not talk.misses and not talk.group and not talk.missed:
        return talk
    late = talk.missed[:1] == ("moved_on",)  # others of its kind may follow, whatever is asked
    return replace(talk, menu=None, misses=0, group="", missed=talk.missed if late else ())


def _referred(
    talk: Talk, event: ReferralAsked | ReferralAnswered | ReferralSent | ReferralTaken | ReferralEnded
) -> Referred:
    match event:
        case ReferralAsked(_, unit, unit_name, shares, purpose, until, name, sender):
            return Referred("asked", unit, unit_name, " ".join(shares), purpose, until, name, sender=sender)
        case ReferralAnswered(id, yes):
            return Referred(*talk.referrals[id])._replace(state="consented" if yes else "refused")
        case ReferralSent(id, case):
            return Referred(*talk.referrals[id])._replace(state="sent", case=case)
        case ReferralTaken(id, _):
            return Referred(*talk.referrals[id])._replace(state="taken")
        case ReferralEnded(id, how, _, _):
            return Referred(*talk.referrals[id])._replace(state=how)


def _with(given: tuple[str, ...], number: str) -> tuple[str, ...]:
    return given if number in given else (*given, number)


def was_left(talk: Talk, account: str, address: str) -> bool:
    """Whether the conversation went from there to another address of the account: it is read and led from that one."""
    return talk.reach.get(account, address) != address


def address_now(talk: Talk, account: str) -> str:
    """The address that an account leads to."""
    return address_of(account, talk.reach.get(account, ""))


def address_of(account: str, value: str) -> str:
    """An address by its account and what it is called there."""
    return f"{account} {value}"

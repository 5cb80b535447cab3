"""The side of the state that channels need: where it goes on, what stands beside the question, who is waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.conversation.event import (
    CallBooked,
    CallEnded,
    Chosen,
    ConsentChanged,
    Event,
    GroupChosen,
    Invited,
    Missed,
    Moved,
    Offered,
    Paused,
    Reached,
    Reminded,
    SpeakerChanged,
    Started,
)
from core.conversation.input import Basis

GATES = ("private_gate", "checkpoint")  # menus passed once
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


@dataclass(frozen=True, slots=True)
class Talk:
    """What every new conversation begins without."""

    lead: str = ""  # the account that it goes on over
    elsewhere: Mapping[str, Basis] = field(default_factory=dict)  # what stood on the others when it moved on
    reach: Mapping[str, str] = field(default_factory=dict)  # proven addresses that can be written to, by account
    menu: Menu | None = None
    group: str = ""  # of the options asked now
    misses: int = 0  # at what stands now
    passed: Mapping[str, str] = field(default_factory=dict)  # what was chosen at gates
    paused: bool = False
    stopped: tuple[str, ...] = ()  # accounts that asked for no more messages
    speaker: str = "service"
    call: Call | None = None
    reminded: bool = False
    invited: str = ""  # account and address that were asked whether it goes on there
    given: tuple[str, ...] = ()  # every number that was given to be written to or called


NEW = Talk()


def heard(talk: Talk, event: Event, open_: Basis | None) -> Talk:
    """The talk after one more event. `open_`: the question that stood before it."""
    match event:
        case Started(_, _, _, account):
            return replace(talk, lead=account)
        case Moved(account) if account != talk.lead:
            elsewhere = {name: basis for name, basis in talk.elsewhere.items() if name != account}
            stood = {talk.lead: open_} if open_ and talk.lead else {}
            return replace(talk, lead=account, elsewhere={**elsewhere, **stood}, paused=False)
        case Reached(account, value, True):
            return replace(talk, reach={**talk.reach, account: value})
        case Offered(menu, choices, data):
            passed = {**talk.passed, menu: data[-1]} if menu == DAILY else talk.passed
            return replace(talk, menu=Menu(menu, choices, data), misses=0, passed=passed)
        case Chosen(menu, choice):
            passed = {**talk.passed, menu: choice} if menu in GATES else talk.passed
            return replace(talk, menu=None, misses=0, passed=passed)
        case GroupChosen(_, group):
            return replace(talk, group=group, misses=0)
        case Missed():
            return replace(talk, misses=talk.misses + 1)
        case Paused(paused):
            return replace(talk, paused=paused)
        case SpeakerChanged(speaker):
            return replace(talk, speaker=speaker)
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
        case Reminded():
            return replace(talk, reminded=True)
        case _:
            return talk


def asked(talk: Talk) -> Talk:
    """The talk when a question is put: nothing stands before it, and nothing was missed at it."""
    if talk.menu is None and not talk.misses and not talk.group:
        return talk
    return replace(talk, menu=None, misses=0, group="")


def _with(given: tuple[str, ...], number: str) -> tuple[str, ...]:
    return given if number in given else (*given, number)

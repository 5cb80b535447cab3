"""Events in JSON: a name, then the fields in order. The names never change; new shapes get a new format number."""

from collections.abc import Set
from dataclasses import fields
from typing import Any

from adapters.store.codec.apart import Apart
from adapters.store.codec.picture import read_picture, write_picture
from core.conversation.desk_event import (
    CaseOpened,
    Complained,
    DecisionMade,
    PictureChanged,
    ReferralAnswered,
    ReferralAsked,
    ReferralEnded,
    ReferralSent,
    ReferralTaken,
)
from core.conversation.event import (
    Answered,
    Asked,
    CallBooked,
    CallEnded,
    Chosen,
    CodeIssued,
    Concluded,
    Conflicted,
    ConsentChanged,
    Event,
    Gone,
    GroupChosen,
    Heard,
    Invited,
    LanguageChosen,
    Left,
    Missed,
    Moved,
    Noted,
    Offered,
    Paused,
    Reached,
    Reminded,
    Returned,
    SetAside,
    SpeakerChanged,
    SpokenFor,
    Started,
    Unchanged,
    Viewed,
)
from core.plan.event import ItemAnswered, ItemChanged, ItemMarked, ItemProposed, ItemReminded, ReminderChosen

KINDS: dict[str, type[Any]] = {
    "started": Started,
    "asked": Asked,
    "answered": Answered,
    "set_aside": SetAside,
    "returned": Returned,
    "conflicted": Conflicted,
    "language": LanguageChosen,
    "concluded": Concluded,
    "viewed": Viewed,
    "code": CodeIssued,
    "moved": Moved,
    "left": Left,
    "reached": Reached,
    "heard": Heard,
    "spoken_for": SpokenFor,
    "gone": Gone,
    "offered": Offered,
    "chosen": Chosen,
    "group": GroupChosen,
    "missed": Missed,
    "unchanged": Unchanged,
    "noted": Noted,
    "paused": Paused,
    "speaker": SpeakerChanged,
    "consent": ConsentChanged,
    "invited": Invited,
    "case": CaseOpened,
    "picture_changed": PictureChanged,
    "decision": DecisionMade,
    "complained": Complained,
    "referral_asked": ReferralAsked,
    "referral_answered": ReferralAnswered,
    "referral_sent": ReferralSent,
    "referral_taken": ReferralTaken,
    "referral_ended": ReferralEnded,
    "call": CallBooked,
    "call_ended": CallEnded,
    "reminded": Reminded,
    "item": ItemProposed,
    "item_answered": ItemAnswered,
    "item_changed": ItemChanged,
    "item_marked": ItemMarked,
    "item_reminder": ReminderChosen,
    "item_reminded": ItemReminded,
}
NAMES = {kind: name for name, kind in KINDS.items()}
FIELDS = {kind: [one.name for one in fields(kind)] for kind in KINDS.values()}


def write_event(event: Event, private: Set[str], apart: Apart) -> list[Any]:
    """The event, with gaps for private answers and for words beside them."""
    match event:
        case Asked(question, revision):
            return ["asked", question, revision]
        case Answered(question, value, revision, hidden) | Conflicted(question, value, revision, hidden):
            return [NAMES[type(event)], question, apart.gap(value, hidden), revision, hidden]
        case Concluded(picture, note):
            return ["concluded", write_picture(picture, private, apart), note]
        case Noted(about, words):
            return ["noted", about, apart.gap(words, about in private)]
        case _:
            return [NAMES[type(event)], *(getattr(event, name) for name in FIELDS[type(event)])]


def read_event(read: list[Any], apart: Apart) -> Event:
    """The event again."""
    name, *values = read
    match name:
        case "answered" | "conflicted":
            question, value, revision, hidden = values
            return KINDS[name](question, apart.fill(value), revision, hidden)  # type: ignore[no-any-return]
        case "concluded":
            return Concluded(read_picture(values[0], apart), values[1])
        case "noted":
            return Noted(values[0], str(apart.fill(values[1])))
        case _:
            return KINDS[name](*(tuple(one) if type(one) is list else one for one in values))  # type: ignore[no-any-return]

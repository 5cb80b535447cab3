"""Acts in JSON: a name, then the fields in order."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from adapters.store.codec.apart import Apart
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
from core.conversation.input import (
    Act,
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
from core.plan.act import AnswerItem, ChangeItem, MarkItem, ProposeItem, RemindOfItem

KINDS: dict[str, type[Any]] = {
    "begin": Begin,
    "reply": Reply,
    "language": ChooseLanguage,
    "result": SeeResult,
    "view": TakeView,
    "code": AskForCode,
    "redeem": Redeem,
    "leave": Leave,
    "say": Say,
    "move": MoveTo,
    "take_up": TakeUp,
    "person": AskForPerson,
    "book_call": BookCall,
    "move_call": MoveCall,
    "drop_call": DropCall,
    "call_tried": CallTried,
    "contacted": Contacted,
    "counsellor_says": CounsellorSays,
    "give_back": GiveBack,
    "close_case": CloseCase,
    "change_picture": ChangePicture,
    "record_decision": RecordDecision,
    "complain": Complain,
    "ask_referral": AskReferral,
    "answer_referral": AnswerReferral,
    "withdraw_referral": WithdrawReferral,
    "send_referral": SendReferral,
    "settle_referral": SettleReferral,
    "fire": Fire,
    "undelivered": Undelivered,
    "propose_item": ProposeItem,
    "answer_item": AnswerItem,
    "change_item": ChangeItem,
    "mark_item": MarkItem,
    "remind_of_item": RemindOfItem,
}
NAMES = {kind: name for name, kind in KINDS.items()}
FIELDS = {kind: [one.name for one in fields(kind)] for kind in KINDS.values()}


def write_act(act: Act, private: bool, apart: Apart) -> list[Any]:
    """The act. A private answer leaves a gap, and so do the words that gave it."""
    match act:
        case Reply(value, basis, confirmed):
            return ["reply", apart.gap(value, private), _plain(basis), confirmed]
        case Say(text, basis, at):
            return ["say", apart.gap(text, private), _plain(basis), at.isoformat() if at else None]
        case _:
            return [NAMES[type(act)], *(getattr(act, name) for name in FIELDS[type(act)])]


def read_act(read: list[Any], apart: Apart) -> Act:
    """The act again."""
    name, *values = read
    match name:
        case "reply":
            value, on, confirmed = values
            return Reply(apart.fill(value), Basis(*on) if on else None, confirmed)
        case "say":
            text, on, at = values
            return Say(str(apart.fill(text)), Basis(*on) if on else None, datetime.fromisoformat(at) if at else None)
        case _:
            return KINDS[name](*(tuple(one) if type(one) is list else one for one in values))  # type: ignore[no-any-return]


def _plain(basis: Basis | None) -> tuple[str, int] | None:
    return (basis.question, basis.revision) if basis else None

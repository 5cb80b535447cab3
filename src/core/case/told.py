"""What a turn tells of somebody, by the fields that they may consent to: of what is on no list, nothing is told on."""

from collections.abc import Collection
from dataclasses import replace

from core.conversation.desk_act import CloseCase, CounsellorSays, GiveBack
from core.conversation.desk_event import (
    CaseOpened,
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
    Concluded,
    Conflicted,
    ConsentChanged,
    Event,
    Gone,
    GroupChosen,
    Heard,
    Invited,
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
    Unchanged,
    Viewed,
)
from core.conversation.menus import TIMES
from core.conversation.turn import Prompt, Turn
from core.plan.folding import OF_A_PLAN

OWN = "own"  # the referral itself
NOTHING = ""
NEVER = "never"  # what nobody can consent to by these fields: complaints, decisions, other referrals, codes
OF_A_REFERRAL = (ReferralAsked, ReferralAnswered, ReferralSent, ReferralTaken, ReferralEnded)
TELLS: tuple[tuple[tuple[type[Event], ...], str], ...] = (
    ((Answered, Conflicted, GroupChosen, SetAside, Returned, Asked), "answers"),
    ((Concluded, Viewed, PictureChanged), "need"),
    (OF_A_PLAN, "plan"),
    ((CallBooked, CallEnded, Reached, Invited), "contact"),
    (
        (CaseOpened, SpeakerChanged, Heard, Gone, Moved, ConsentChanged, Paused, Reminded, Unchanged, SpokenFor),
        NOTHING,
    ),
)


def tells(turn: Turn, referral: str) -> frozenset[str]:
    """The fields that a turn tells of; empty when nothing of it is told on. `referral`: whose receiver reads."""
    told = {_of(event, referral) for event in turn.events}
    if OWN in told:  # it says who asked, what was answered, and how it stands: nothing else goes in such a turn
        return frozenset((OWN,))
    if isinstance(turn.act, CounsellorSays | GiveBack | CloseCase):
        told.add("messages")
    return frozenset(told - {NOTHING})


def with_prompts(turn: Turn, referral: str, allowed: Collection[str]) -> Turn:
    """The turn, without what was asked or shown beside that tells of more."""
    return replace(turn, prompts=tuple(one for one in turn.prompts if _in_prompt(one, referral) in (*allowed, NOTHING)))


def _of(event: Event, referral: str) -> str:
    if isinstance(event, OF_A_REFERRAL):
        return OWN if event.referral == referral else NEVER
    match event:
        case Noted(about):
            return "answers" if about else "messages"
        case Chosen(menu) | Offered(menu):
            return _of_menu(menu)
    return next((field for kinds, field in TELLS if isinstance(event, kinds)), NEVER)


def _of_menu(menu: str) -> str:
    if menu == "referral_consent":
        return NOTHING  # its event says which
    if menu.startswith("plan_"):
        return "plan"
    return "contact" if menu in TIMES or menu in ("call_number", "sms_number") else "answers"


def _in_prompt(prompt: Prompt, referral: str) -> str:
    match prompt.kind:
        case "notice":
            return NOTHING
        case "question" | "conflict":
            return "answers"
        case "result":
            return "need"
        case "menu" if prompt.text == "referral_consent":
            return OWN if dict(prompt.values).get("referral") == referral else NEVER
        case "menu":
            return _of_menu(prompt.text)
    return NEVER

"""Why a wish on the talk page was not granted: in words, beside the field that it is about."""

from dataclasses import dataclass
from http import HTTPStatus

from channels.web.visit import Visit
from core.conversation.answering import LONGEST_WORDS
from core.conversation.calling import SlotFull, TooLate
from core.errors import Conflict, DomainError, Invalid, NotFound

REFUSED = (Invalid, Conflict, NotFound)  # what a citizen can mend
FIELDS = {"choose_one": "to", "no_sms_here": "to", "write_less": "words"}
INTERPRETER = "interpreter_unknown"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is said, at which field, and the status of the page that says it."""

    said: str
    field: str
    status: HTTPStatus


def refusal_of(visit: Visit, error: DomainError, *, number: str = "number") -> Refusal:
    """The refusal, for the form whose field for a number is called so; the error again when no field is at fault."""
    match error:
        case Invalid(faults=[key, *_]):
            named = f"error_{key}" if f"error_{key}" in visit.say.release.texts else f"talk_{key}"
            said = visit.say(named, most=LONGEST_WORDS)
            field = number.replace("number", "interpreter") if key == INTERPRETER else FIELDS.get(key, number)
            return Refusal(said, field, HTTPStatus.UNPROCESSABLE_ENTITY)
        case SlotFull():
            return Refusal(visit.say("web_slot_full"), "when", HTTPStatus.CONFLICT)
        case TooLate():
            return Refusal(visit.say("talk_call_too_late"), "when", HTTPStatus.CONFLICT)
        case NotFound():
            return Refusal(visit.say("web_slot_gone"), "when", HTTPStatus.UNPROCESSABLE_ENTITY)
    raise error

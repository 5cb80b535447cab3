"""How a phone number would be taken, as JSON."""

from core.delivery.numbers import judge_number
from core.errors import Invalid


def number_as_json(text: str) -> dict[str, object]:
    """What may be done with the number of a text, or why nothing may. `valid`: such a number exists."""
    try:
        number = judge_number(text)
    except Invalid as error:
        nothing = {"valid": False, "e164": None, "type": None, "may_get_sms": False, "may_get_call": False}
        return {**nothing, "reason": str(error)}
    return {
        "valid": True,
        "e164": number.e164,
        "type": number.kind,
        "may_get_sms": number.may_get_sms,
        "may_get_call": number.may_get_call,
        "reason": number.reason,
    }

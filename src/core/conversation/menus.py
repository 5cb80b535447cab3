"""The menus that a conversation may put before a question: what can be chosen, in the order of their lines."""

from collections.abc import Mapping

from core.conversation.event import Offered

YES_NO = ("yes", "no")
CALL = ("soon", "1", "2", "3", "no")  # the numbers are slots, whose moments the prompt carries
TIMES = ("call_offer", "missed_call_offer", "call_change")  # the menus of these

MENUS: Mapping[str, tuple[str, ...]] = {
    "welcome": YES_NO,
    "invited": YES_NO,
    "withdrawn": YES_NO,
    "check": YES_NO,
    "referral_consent": YES_NO,
    "did_you_mean": YES_NO,
    "did_you_mean_several": YES_NO,
    "offer": ("again", "call", "web", "person", "pause"),
    "checkpoint": ("continue", "result", "call", "pause"),
    "private_gate": ("here", "web", "call", "skip"),
    "private_gate_phone": ("here", "web", "sms", "skip"),
    "language": ("nb", "nn", "en"),
    "urgent_which": ("life", "violence", "basics", "medical"),
    "urgent_weak_check": ("yes", "talk", "no"),
    "call_offer": CALL,
    "missed_call_offer": CALL,
    "call_change": CALL,  # to a number that is asked something in a conversation of its own, too
    "call_number": (),  # a number is written
    "sms_number": (),  # a number is written
    "plan_item": ("accept", "date", "decline"),
    "plan_item_by": ("accept", "date", "decline"),
    "plan_date": (),  # a day is written
    "plan_why": (),  # words are written
    "delete_confirm": (),  # the word with its number is written
}
UNPREFIXED = ("checkpoint", "private_gate", "private_gate_phone")  # older than the other texts of talking


def put(menu: str, *data: str) -> Offered:
    """The menu, about these things."""
    return Offered(menu, MENUS[menu], data)


def text_of(menu: str) -> str:
    """The key of the text that puts a menu."""
    return menu if menu in UNPREFIXED else f"talk_{menu}"

"""What one turn asks of people, as writes and their parameters: a case, a call and its slot."""

from adapters.keys import PersonKey
from adapters.store.moments import milliseconds, written
from adapters.store.sending import Part
from core.conversation.turn import CallChange, CaseChange, Changes, Overtaken


def case_of(case: CaseChange) -> Part:
    """A case that is opened, or gets another reason; and its event."""
    names = ("open_case", "case_opened") if case.opens else ("add_to_case", "case_added_to")
    return names, {
        "case": case.case,
        "topic": case.topic,
        "case_reason": case.reason,
        "urgent": case.urgent,
        "promised_by": written(case.promised_by),
        "interpreter": case.interpreter,
    }


def call_of(changes: Changes, call: CallChange, key: PersonKey) -> Part:
    """A call, with the slot that it takes and the one that it gives back, always in the same order."""
    assert not call.takes or call.takes != call.gives, "a slot is taken or given"
    if call.takes and call.capacity < 1:
        raise Overtaken("slot")
    slots = sorted((slot, name) for slot, name in ((call.takes, "take_slot"), (call.gives, "give_slot")) if slot)
    names = (*(name for _, name in slots), "book_call" if call.new else "change_call")
    return names, {
        "call": call.call,
        "call_case": changes.case.case if changes.case else None,
        "call_slot": call.slot,
        "call_status": call.status,
        "call_due": milliseconds(call.due) if call.due else None,
        "call_attempt": call.attempt,
        "call_number": key.seal(call.number.encode(), call.call, "number") if call.number else None,
        "call_language": changes.state.language if call.takes else None,
        "call_interpreter": call.interpreter,
        "may_leave_message": call.may_leave_message,
        "takes": call.takes,
        "gives": call.gives,
        "capacity": call.capacity,
    }

"""What one turn asks of people, as writes and their parameters: a case, a call and its slot."""

from adapters.keys import PersonKey
from adapters.store.moments import milliseconds, written
from adapters.store.sending import Part
from core.case.case import ACUTE, ORDINARY, CaseWrite
from core.conversation.turn import CallChange, CaseChange, Changes, Overtaken


def case_of(case: CaseChange) -> Part:
    """A case that is opened, or gets another reason; and its event."""
    if case.reopens:
        names = ("reopen_case", "case_reopened")
    else:
        names = ("open_case", "case_opened") if case.opens else ("add_to_case", "case_added_to")
    return names, {
        "rank": ACUTE if case.urgent else ORDINARY,
        "unit": case.unit,
        "case": case.case,
        "topic": case.topic,
        "case_reason": case.reason,
        "urgent": case.urgent,
        "promised_by": written(case.promised_by),
        "interpreter": case.interpreter,
    }


def desk_of(write: CaseWrite, key: PersonKey) -> Part:
    """What a member of staff did to a case, while it is as they saw it; and its event, whose words are sealed."""
    was, new, event = write.was, write.becomes, write.event
    words = key.seal(event.words.encode(), f"{new.id}.{event.n}", "words") if event.words else None
    return ("change_case", "case_event"), {
        "desk_case": new.id,
        "case_seen": was.version,
        "case_was": was.status,
        "case_owner_was": was.owner,
        "case_status": new.status,
        "case_promised_by": written(new.promised_by),
        "case_owner": new.owner or None,
        "case_unit": new.unit,
        "case_turn": new.turn,
        "case_waits_until": written(new.waits_until) if new.waits_until else None,
        "case_offered_to": new.offered_to,
        "case_handed_from": new.handed_from,
        "case_handed_unit": new.handed_unit,
        "case_first_reply": written(new.first_reply) if new.first_reply else None,
        "case_closed": written(new.closed) if new.closed else None,
        "case_outcome": new.outcome,
        "case_version": new.version,
        "case_kind": event.kind,
        "case_actor": event.actor,
        "case_at": written(event.at),
        "desk_reason": event.reason,
        "case_words": words,
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

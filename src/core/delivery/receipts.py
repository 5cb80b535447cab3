"""What a message has come to, by all that is known of its parts. The order in which it became known never matters."""

from collections.abc import Mapping

from core.delivery.channel import Status
from core.delivery.message import State

ARRIVED = (Status.DELIVERED, Status.READ)
# Which of two states says more. What was not sent at all says less than what a provider has taken.
RANK = {
    state: rank
    for rank, states in enumerate(
        (
            (State.WAITING,),
            (State.SENDING,),
            (State.UNKNOWN,),
            (State.EXPIRED, State.SUPERSEDED, State.STOPPED, State.DISCARDED),
            (State.ACCEPTED,),
            (State.FAILED,),
            (State.DELIVERED,),
        )
    )
    for state in states
}


def told(parts: Mapping[str, Status], part: str, status: Status) -> dict[str, Status]:
    """What is known of the parts after one more receipt: of each the most that was ever told."""
    before = parts.get(part)
    return {**parts, part: status if before is None or status.value > before.value else before}


def fold(parts: Mapping[str, Status], of: int) -> State:
    """What the receipts of a message of so many parts come to.

    Failed if any part failed, for half a message is none; delivered only when all of them are; accepted when its
    provider has them all. Else it is still on its way.
    """
    statuses = parts.values()
    if Status.FAILED in statuses:
        return State.FAILED
    if len(parts) < of or not parts:
        return State.SENDING
    return State.DELIVERED if all(status in ARRIVED for status in statuses) else State.ACCEPTED


def grown(state: State, receipts: State) -> State:
    """The state of a message that stood at `state` by what we know ourselves, with what its receipts come to.

    A receipt may come before we have written that it was accepted, or answer for us what became of an unknown one.
    """
    return receipts if RANK[receipts] > RANK[state] else state

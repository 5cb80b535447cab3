"""What a message has come to, whatever the order in which its receipts come."""

from hypothesis import given
from hypothesis import strategies as st

from core.delivery.channel import Status
from core.delivery.message import State
from core.delivery.receipts import RANK, fold, grown, told

ALL = list(State)
RECEIPTS = st.lists(st.tuples(st.sampled_from(["m.0", "m.1", "m.2"]), st.sampled_from(list(Status))), max_size=12)


def come_to(receipts: list[tuple[str, Status]], of: int = 3) -> State:
    """What they come to, one after another."""
    parts: dict[str, Status] = {}
    for part, status in receipts:
        parts = told(parts, part, status)
    return fold(parts, of)


@given(RECEIPTS, st.randoms(use_true_random=False), st.sampled_from(ALL))
def test_the_order_of_receipts_never_matters(receipts: list[tuple[str, Status]], chance: object, state: State) -> None:
    """(cases 23, 24)"""
    other = list(receipts)
    chance.shuffle(other)  # type: ignore[attr-defined]

    assert come_to(receipts) is come_to(other)
    assert grown(state, come_to(receipts)) is grown(state, come_to(other))


@given(RECEIPTS)
def test_told_twice_is_told_once(receipts: list[tuple[str, Status]]) -> None:
    assert come_to(receipts + receipts) is come_to(receipts)


def test_a_late_sent_never_hides_delivered() -> None:
    """(case 24)"""
    assert come_to([("m.0", Status.DELIVERED), ("m.0", Status.SENT)], 1) is State.DELIVERED
    assert come_to([("m.0", Status.DELIVERED), ("m.0", Status.FAILED)], 1) is State.DELIVERED


def test_one_failed_part_fails_the_message() -> None:
    """(case 25)"""
    assert come_to([("m.0", Status.DELIVERED), ("m.1", Status.FAILED), ("m.2", Status.DELIVERED)]) is State.FAILED


def test_it_is_delivered_only_when_every_part_is() -> None:
    two = [("m.0", Status.DELIVERED), ("m.1", Status.READ)]

    assert come_to(two) is State.SENDING
    assert come_to([*two, ("m.2", Status.SENT)]) is State.ACCEPTED
    assert come_to([*two, ("m.2", Status.DELIVERED)]) is State.DELIVERED


def test_a_receipt_before_our_own_writing_stands() -> None:
    """(case 23)"""
    assert grown(State.ACCEPTED, State.DELIVERED) is State.DELIVERED
    assert grown(State.SENDING, State.DELIVERED) is State.DELIVERED


def test_a_receipt_answers_what_became_of_an_unknown_one() -> None:
    """(case 10)"""
    assert grown(State.UNKNOWN, State.ACCEPTED) is State.ACCEPTED
    assert grown(State.WAITING, State.DELIVERED) is State.DELIVERED


def test_half_of_the_receipts_say_nothing_against_what_we_know() -> None:
    assert grown(State.ACCEPTED, State.SENDING) is State.ACCEPTED
    assert grown(State.SUPERSEDED, State.SENDING) is State.SUPERSEDED


def test_every_state_has_its_rank() -> None:
    assert set(RANK) == set(State)

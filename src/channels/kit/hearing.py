"""Promises of `parse`: what comes in is understood the same way every time, and nothing is made up."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from channels.kit.bench import KEY, SECRET, WORDS, Bench, Promise
from channels.kit.finding import Broken, must
from channels.kit.mutations import mutilated, with_one_field_wrong
from core.conversation.input import Input, Reply, Say
from core.delivery.channel import Contact, Inbound, Malformed, Receipt, Request, Status
from core.delivery.receipts import told

MUTILATED = 100


def the_same_bytes_say_the_same(bench: Bench) -> None:
    """Nothing but the request decides what it says: no counter, no clock, no chance."""
    for request in bench.signed():
        channel = bench.channel(SECRET)
        first = bench.hears(channel, request)
        for other in (channel, bench.channel(SECRET)):
            later = tuple(other.parse(request, bench.clock.now() + timedelta(hours=5)))
            must(
                first == later,
                "the same request was heard in two ways",
                "make `parse` a function of the request: what comes in is stored, and may be read again",
            )


def what_is_written_is_heard_letter_by_letter(bench: Bench) -> None:
    """Sami letters, an emoji of several signs, commas: the core understands words, the channel does not touch them."""
    for words in (WORDS, "2", "0"):
        act = bench.hears_text(bench.channel(SECRET), bench.text(words=words)).act
        must(
            (act.text if isinstance(act, Say) else act.value if isinstance(act, Reply) else words) == words,
            "the words that were heard are not those that were written",
            "decode the body in its own encoding, and neither trim, fold nor replace anything",
        )


def an_id_is_never_guessed(bench: Bench) -> None:
    """A made-up id would make two of one message, or one of two."""
    request = bench.given(bench.specimen.without_id, "its specimen has no text without an id")
    channel = bench.channel(SECRET)
    try:
        heard = tuple(channel.parse(request, bench.clock.now()))
    except Malformed:
        return
    must(
        not heard,
        "a text without an id was given one",
        "raise Malformed when the provider's own id is missing: never take a hash, a time or a drawn number instead",
    )
    raise Broken("a text without an id was dropped without a word", "raise Malformed, so that the provider is told")


def the_same_delivery_twice_is_one(bench: Bench) -> None:
    """A provider that did not see our answer sends again, and nothing happens twice."""
    once = bench.hears_text(bench.channel(SECRET), bench.text()).origin
    again = bench.hears_text(bench.channel(SECRET), bench.text()).origin
    must(
        (once.account, once.sender, once.id) == (again.account, again.sender, again.id),
        "one message, delivered twice, came from two origins",
        "take account, sender and id from what stays the same in every delivery of a message",
    )


def two_messages_with_the_same_words_are_two(bench: Bench) -> None:
    """Somebody who answers 2, and then 2 again, has answered twice."""
    channel = bench.channel(SECRET)
    first = bench.hears_text(channel, bench.text(words="2")).origin
    second = bench.hears_text(channel, bench.text(words="2", id="kit-text-2")).origin
    must(
        first.id != second.id,
        "two messages with the same words got the same id",
        "use the provider's id of the message, never one made from its words",
    )


def everything_heard_is_of_its_own_account(bench: Bench) -> None:
    """Whoever answers must find the way back: the account is the channel's, the sender is an address to send to."""
    channel = bench.channel(SECRET)
    for request in bench.signed():
        for one in bench.hears(channel, request):
            account = one.origin.account if isinstance(one, Input) else one.account
            must(
                account == channel.account,
                f"something was heard from the account {account!r}, and the channel is {channel.account!r}",
                "put `self.account` into every Origin, Receipt and Contact",
            )
            must(
                isinstance(one, Receipt) or _sender(one) == bench.specimen.to,
                "who sent it is not the address that `send` takes",
                "write the address in one form, the one that `send` takes",
            )


def an_unknown_kind_says_nothing(bench: Bench) -> None:
    """Providers add kinds of events; they are acknowledged, and mean nothing to us."""
    request = bench.given(bench.specimen.unknown, "its specimen has no request of an unknown kind")
    must(
        _heard(bench, request) == (),
        "a request of a kind that nobody knows said something, or was called malformed",
        "return () for every kind that you do not know",
    )


def what_cannot_be_read_is_malformed(bench: Bench) -> None:
    """The provider is told that its request was wrong."""
    request = bench.given(bench.specimen.malformed, "its specimen has no malformed request")
    must(
        _heard(bench, request) is None,
        "a request that cannot be read was taken as if it said nothing, or something",
        "raise Malformed: whoever sends it must learn that it was not understood",
    )


def a_hundred_mutilated_requests_are_malformed_at_most(bench: Bench) -> None:
    """Bytes broken, fields left out or of another kind: Malformed, or what is left to read, and no other error."""
    for request in bench.signed():
        for body in mutilated(request.body, MUTILATED):
            _heard(bench, replace(request, body=body))
        for wrong in with_one_field_wrong(request):
            _heard(bench, wrong)


def a_receipt_names_our_part_and_what_became_of_it(bench: Bench) -> None:
    """The key that went along with the part comes back."""
    channel = bench.channel(SECRET)
    for status in bench.specimen.tells or (Status.DELIVERED,):
        heard = bench.hears_receipt(channel, bench.receipt(status))
        must(
            heard.part == KEY,
            "a receipt names another part than the one it was told of",
            "give back the `key` of `send`, from the receipt itself or from the address it was told to",
        )
        must(
            heard.status is status,
            f"{status.name} was heard as {heard.status.name}",
            "give each of the provider's words its own status; leave out those that say nothing",
        )


def receipts_in_any_order_come_to_the_same(bench: Bench) -> None:
    """Late, twice, in another order: what is known of the part in the end is the same. (case 26)"""
    statuses = bench.specimen.tells
    ends = set()
    for order in permutations(statuses):
        channel, known = bench.channel(SECRET), dict[str, Status]()
        for status in (*order, *order[:1]):
            heard = bench.hears_receipt(channel, bench.receipt(status))
            known = told(known, heard.part, heard.status)
        ends.add(tuple(known.items()))
    must(
        len(ends) < 2,
        "receipts in another order came to another end",
        "read each receipt by itself: remember nothing between them",
    )


def _sender(one: Input | Contact) -> str:
    return one.origin.sender if isinstance(one, Input) else one.sender


def _heard(bench: Bench, request: Request) -> tuple[Inbound, ...] | None:
    """What is heard; None when it is malformed. Any other error breaks the promise."""
    try:
        return tuple(bench.channel(SECRET).parse(request, bench.clock.now()))
    except Malformed:
        return None
    except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
        raise Broken(
            f"`parse` raised {type(error).__name__} for a request with a mistake in it",
            "raise Malformed, and nothing else, for whatever cannot be read: a field missing, null, a list, no text",
        ) from None


PROMISES: tuple[Promise, ...] = (
    the_same_bytes_say_the_same,
    what_is_written_is_heard_letter_by_letter,
    an_id_is_never_guessed,
    the_same_delivery_twice_is_one,
    two_messages_with_the_same_words_are_two,
    everything_heard_is_of_its_own_account,
    an_unknown_kind_says_nothing,
    what_cannot_be_read_is_malformed,
    a_hundred_mutilated_requests_are_malformed_at_most,
    a_receipt_names_our_part_and_what_became_of_it,
    receipts_in_any_order_come_to_the_same,
)

"""The conformance kit: our channels keep every promise, and whoever breaks one is told which, why and what to do."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import paper_slip
import pytest
from tests.channels import broken_hearing as hearing
from tests.channels import broken_sending as sending
from tests.channels.slips import specimen_of

from channels.http.authentic import Signed
from channels.http.specimens import SID
from channels.kit.bench import Promise
from channels.kit.check import PROMISES, check, check_one, name_of
from channels.kit.no_network import no_network
from channels.kit.specimen import Answer, Lent, Specimen
from channels.ours import our_channels
from channels.sms import specimens
from channels.sms.generic import Generic
from channels.sms.twilio import Twilio
from core.delivery.channel import Refusal, Request

CHANNELS: Mapping[str, Callable[[], Specimen]] = {**our_channels(), "paper-slip": paper_slip.specimen}
NAMES = [name_of(promise) for _, promise in PROMISES]
TRIED = [pytest.param(*promise, id=name) for promise, name in zip(PROMISES, NAMES, strict=True)]


@pytest.mark.parametrize(("group", "promise"), TRIED)
@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_keeps_every_promise(channel: str, group: str, promise: Promise) -> None:
    """(cases 24, 26, 27)"""
    finding = check_one(group, promise, CHANNELS[channel])

    assert finding.kept is not False, f"{finding.promise}: {finding.why}; {finding.mend}"


def test_a_promise_is_named_once() -> None:
    assert len(set(NAMES)) == len(NAMES)


# ------------------------------------------------------------------------------------------------------- what is wrong


@dataclass(frozen=True)
class Mistake:
    """A channel with a mistake, and all the promises that it breaks."""

    channel: Any
    breaks: set[str]
    differs: Mapping[str, object] = field(default_factory=dict)  # what the channel declares otherwise
    shown: Mapping[str, Any] = field(default_factory=dict)  # what its specimen shows otherwise

    def specimen(self) -> Specimen:
        """The example's, with this channel in it."""
        return replace(specimen_of(self.channel, **self.differs), **self.shown)


SLIP = paper_slip.CAN
DEAF: Mapping[str, Any] = {"text": None, "receipt": None}
MISTAKES = [
    Mistake(hearing.OpenWithoutSecret, {"without a secret nothing is believed", "an empty secret is none"}),
    Mistake(hearing.EmptySecretCounts, {"an empty secret is none"}),
    Mistake(
        hearing.ReturnsFalse,
        {
            "an empty secret is none",
            "another secret is not believed",
            "a request without its proof is not believed",
            "a changed body is not believed",
            "a changed address is not believed",
        },
    ),
    Mistake(hearing.OnlyWhenSigned, {"a request without its proof is not believed"}),
    Mistake(hearing.AddressNotSigned, {"a changed address is not believed"}),
    Mistake(hearing.TrimsTheBody, {"a changed body is not believed"}),
    Mistake(hearing.OneSecretOnly, {"two secrets are valid at once"}),
    Mistake(hearing.HostOfTheProxy, {"the public address counts whatever stands in front"}),
    Mistake(
        hearing.HeaderMustBeThere,
        {"a request without its proof is not believed", "whatever comes is believed or rejected and no error"},
    ),
    Mistake(hearing.ReadsFirst, {"what the provider sends is believed"}),
    Mistake(hearing.OpenDoor, {"who hears nothing believes nothing"}, shown=DEAF),
    Mistake(hearing.ReasonInWords, {"whatever comes is believed or rejected and no error"}),
    Mistake(hearing.GuessesAnId, {"an id is never guessed"}),
    Mistake(hearing.IdOfTheMoment, {"the same bytes say the same", "two messages with the same words are two"}),
    Mistake(hearing.IdByChance, {"the same bytes say the same", "the same delivery twice is one"}),
    Mistake(hearing.IdOfTheWords, {"two messages with the same words are two"}),
    Mistake(hearing.RaisesKeyError, {"a hundred mutilated requests are malformed at most"}),
    Mistake(hearing.UnknownIsMalformed, {"an unknown kind says nothing"}),
    Mistake(hearing.MalformedIsNothing, {"an id is never guessed", "what cannot be read is malformed"}),
    Mistake(hearing.OnlyPlainLetters, {"what is written is heard letter by letter"}),
    Mistake(hearing.AnotherAccount, {"everything heard is of its own account"}),
    Mistake(hearing.DeliveredIsSent, {"a receipt names our part and what became of it"}),
    Mistake(
        hearing.RemembersReceipts,
        {
            "the same bytes say the same",
            "a receipt names our part and what became of it",
            "receipts in any order come to the same",
        },
    ),
    Mistake(hearing.ShowsItsSecret, {"its secrets do not show in its repr"}),
    Mistake(hearing.LogsWords, {"nothing personal is logged"}),
    Mistake(hearing.QuotesInErrors, {"nothing personal stands in an error"}),
    Mistake(
        sending.CutsShort,
        {"nothing is left out and no word is cut", "the text is complete without buttons", "no letter is cut"},
    ),
    Mistake(sending.CutsWords, {"nothing is left out and no word is cut", "no letter is cut"}),
    Mistake(sending.TooLong, {"every part is within its limits"}),
    Mistake(sending.TooManyButtons, {"buttons are within their limits"}),
    Mistake(sending.ButtonsInsteadOfText, {"the text is complete without buttons"}),
    Mistake(sending.Numbers, {"the same words give the same parts", "every part is within its limits"}),
    Mistake(sending.EmptyPart, {"nothing shown is nothing sent"}),
    Mistake(
        sending.Raises,
        {
            "a reply that never comes is an unknown outcome",
            "what never left is unavailable",
            "sending never raises",
            "a part is sent once",
        },
    ),
    Mistake(sending.Doubts, {"what the provider takes is accepted"}),
    Mistake(sending.Shouts, {"all words and the address go along", "a part is sent once"}),
    Mistake(sending.TimeoutIsUnavailable, {"a reply that never comes is an unknown outcome"}),
    Mistake(sending.NeverAway, {"what never left is unavailable"}),
    Mistake(sending.TriesAgain, {"a part is sent once"}),
    Mistake(sending.ForgetsWhen, {"throttling says when to come back"}),
    Mistake(sending.OneRefusalForAll, {"each refusal is told by its class"}),
    Mistake(sending.WithoutKey, {"the key goes along"}),
    Mistake(sending.NumberInTheAddress, {"nothing personal is logged", "nothing personal stands in an address"}),
    Mistake(sending.FollowsRedirects, {"a redirect is not followed"}),
    Mistake(sending.QuotesTheBoard, {"a refusal never quotes the provider"}),
    Mistake(sending.GoesPastTheClient, {"nothing goes past the client that it was lent"}),
    Mistake(
        sending.SendsAtOnce,
        {
            "it keeps the form of a channel",
            "nothing goes past the client that it was lent",
            "what the provider takes is accepted",
            "each refusal is told by its class",
            "throttling says when to come back",
            "a reply that never comes is an unknown outcome",
            "what never left is unavailable",
            "sending never raises",
            "the key goes along",
            "all words and the address go along",
            "a part is sent once",
            "a redirect is not followed",
            "what it says it can look up it looks up",
            "a refusal never quotes the provider",
        },
    ),
    Mistake(
        sending.Pretends,
        {
            "each refusal is told by its class",
            "throttling says when to come back",
            "a reply that never comes is an unknown outcome",
            "what never left is unavailable",
            "the key goes along",
            "all words and the address go along",
            "a part is sent once",
            "a redirect is not followed",
            "a channel that cannot be sent to refuses",
        },
        {"capabilities": replace(SLIP, reachable=False, repeats_safely=False)},
    ),
    Mistake(paper_slip.PaperSlip, {"its account has a name"}, {"account": "Paper Slip"}),
    Mistake(
        paper_slip.PaperSlip,
        {"its capabilities are coherent", "every part is within its limits"},
        {"capabilities": replace(SLIP, unit="gsm")},
    ),
    Mistake(paper_slip.PaperSlip, {"its capabilities are coherent"}, {"capabilities": replace(SLIP, choice_title=0)}),
    Mistake(
        paper_slip.PaperSlip,
        {"its capabilities are coherent", "a channel that cannot be sent to refuses"},
        {"capabilities": replace(SLIP, reachable=False)},
    ),
    Mistake(
        paper_slip.PaperSlip,
        {"what it says it can look up it looks up"},
        {"capabilities": replace(SLIP, looks_up=True)},
    ),
    Mistake(paper_slip.PaperSlip, {"every part is within its limits"}, {"capabilities": replace(SLIP, one_part=100)}),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.channel.__name__)
def test_a_mistake_is_found_by_the_promises_it_breaks_and_by_no_other(mistake: Mistake) -> None:
    broken = [finding for finding in check(mistake.specimen) if finding.kept is False]

    assert {finding.promise for finding in broken} == mistake.breaks
    assert all(finding.why and finding.mend for finding in broken)


class BelievesEverySid(Twilio):
    """Twilio, whatever account a request is of."""

    def verify(self, request: Request) -> None:
        try:
            super().verify(request)
        except Exception as error:
            if str(error) != "unknown_account":
                raise


def patient(lent: Lent) -> Generic:
    """The described provider, with a window of a year."""
    made = specimens.generic().build(lent)
    assert isinstance(made, Generic)
    return replace(made, provider=replace(made.provider, auth=Signed("signed", lent.secrets, window=31_000_000)))


OTHERS = {
    "another account is not believed": replace(
        specimens.twilio(),
        build=lambda lent: BelievesEverySid(SID, lent.secrets, "+4719990100", "https://x.example", lent.client),
    ),
    "an old request is not believed": replace(specimens.generic(), build=patient),
    "each promise can be tried": replace(paper_slip.specimen(), without_id=None),
}


@pytest.mark.parametrize("promise", OTHERS)
def test_what_the_example_cannot_do_wrong_is_found_too(promise: str) -> None:
    assert [finding.promise for finding in check(lambda: OTHERS[promise]) if finding.kept is False] == [promise]


def test_every_promise_can_be_broken() -> None:
    """A promise that nothing breaks would prove nothing."""
    assert {promise for mistake in MISTAKES for promise in mistake.breaks} | set(OTHERS) == set(NAMES)


# ----------------------------------------------------------------------------------------------------------- the kit


def test_a_channel_that_only_sends_is_told_what_does_not_apply() -> None:
    class Deaf(paper_slip.PaperSlip):
        verify = hearing.deaf

    found = list(check(Mistake(Deaf, set(), shown=DEAF).specimen))

    assert not [finding.promise for finding in found if finding.kept is False]
    assert {finding.why for finding in found if finding.group == "parse"} >= {
        "it hears no texts",
        "it hears no receipts",
    }


def test_a_channel_that_cannot_even_be_built_is_reported_and_not_raised() -> None:
    def build(_: Lent) -> Any:
        raise RuntimeError("with a number, +4719990001, in it")

    found = list(check(lambda: replace(paper_slip.specimen(), build=build)))

    assert not any(finding.kept for finding in found)
    assert not any("4719990001" in finding.why for finding in found)
    assert "RuntimeError was raised at test_kit.py" in found[0].why


def test_nothing_reaches_the_network_while_it_is_watched() -> None:
    with no_network() as attempts, pytest.raises(OSError, match="lets nothing reach"):
        socket.create_connection(("127.0.0.1", 9), 1)
    assert attempts

    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 1).close()


def test_an_answer_for_an_unknown_outcome_is_only_for_providers_inside_the_process() -> None:
    shown = {"refused": {Refusal.UNKNOWN_OUTCOME: Answer(504)}}

    found = [finding for finding in check(Mistake(paper_slip.PaperSlip, set(), shown=shown).specimen) if finding.mend]

    assert [finding.promise for finding in found] == ["each promise can be tried"]

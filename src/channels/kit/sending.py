"""Promises of `send`: the truth about every part, and never an error."""

import httpx

from channels.kit import samples
from channels.kit.bench import KEY, SECRET, WORDS, Bench, Promise
from channels.kit.finding import Broken, NotPromised, must
from channels.kit.mutations import mutilated
from channels.kit.specimen import Answer
from channels.kit.stand_in import NEVER_LEFT, NO_ANSWER, BreaksOff, Does
from core.delivery.channel import Accepted, Refusal, Refused, Sent

WAIT = 7
ELSEWHERE = "elsewhere.example"
THROTTLED = Answer(429, headers={"retry-after": str(WAIT)}, wait=WAIT)
GIBBERISH = (b"", b"\xff\xfe\x00", b"<html>Bad gateway</html>", b"[]", b"null", b"[" * 5000, b'{"id": {"id": []}}')
STATUSES = (200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503)


async def what_the_provider_takes_is_accepted(bench: Bench) -> None:
    """Under the id that the provider gave it, if it gave one."""
    sent = await bench.sends(bench.accepting())
    must(
        isinstance(sent, Accepted),
        f"the provider took a part, and `send` said {_said(sent)}",
        "return Accepted(id) when the provider says that it has the part",
    )


async def each_refusal_is_told_by_its_class(bench: Bench) -> None:
    """What happens next depends on the class alone: a dead address, a message that never passes, our own fault."""
    bench.accepting()
    if not bench.specimen.refused:
        raise NotPromised("its specimen has no refusals")
    for refusal, answer in bench.specimen.refused.items():
        sent = await bench.sends(answer)
        must(
            isinstance(sent, Refused) and sent.refusal is refusal,
            f"the provider's {refusal.name} was told as {_said(sent)}",
            f"return Refused(Refusal.{refusal.name}) for that answer: read its code, and its status only without one",
        )


async def throttling_says_when_to_come_back(bench: Bench) -> None:
    """429 is always throttled, and its Retry-After is kept: the account waits so long, and no longer."""
    bench.accepting()
    if bench.specimen.each_by_itself:
        raise NotPromised("each address is a provider of its own, and waits by itself")
    answers = [bench.specimen.refused[Refusal.THROTTLED]] if Refusal.THROTTLED in bench.specimen.refused else []
    if not bench.specimen.left:
        answers.append(THROTTLED)
    for answer in answers:
        sent = await bench.sends(answer)
        must(
            isinstance(sent, Refused) and sent.refusal is Refusal.THROTTLED,
            f"being throttled was told as {_said(sent)}",
            "return Refused(Refusal.THROTTLED, …, retry_after=seconds) for 429",
        )
        must(
            answer.wait is None or (isinstance(sent, Refused) and sent.retry_after == answer.wait),
            f"the provider said {answer.wait} seconds, and `send` told another time or none",
            "read Retry-After, in seconds or as a date, into `retry_after`",
        )


async def a_reply_that_never_comes_is_an_unknown_outcome(bench: Bench) -> None:
    """The request has left. It may have been taken, so it is neither a success nor safe to repeat. (case 24)"""
    bench.over_the_client()
    for fault in NO_ANSWER:
        sent = await bench.sends(fault)
        must(
            isinstance(sent, Refused) and sent.refusal is Refusal.UNKNOWN_OUTCOME,
            f"after {fault.__name__} `send` said {_said(sent)}",
            "return Refused(Refusal.UNKNOWN_OUTCOME) for whatever goes wrong once the request has begun to leave",
        )


async def what_never_left_is_unavailable(bench: Bench) -> None:
    """No connection, so surely not taken: it can be tried again without harm."""
    bench.over_the_client()
    for fault in NEVER_LEFT:
        sent = await bench.sends(fault)
        must(
            isinstance(sent, Refused) and sent.refusal is Refusal.UNAVAILABLE,
            f"after {fault.__name__} `send` said {_said(sent)}",
            "return Refused(Refusal.UNAVAILABLE) for ConnectError, ConnectTimeout and PoolTimeout, and for those only",
        )


async def sending_never_raises(bench: Bench) -> None:
    """Whatever a provider answers, `send` says what is known."""
    answers: list[Answer] = [bench.accepting(), *bench.specimen.refused.values()]
    if not bench.specimen.left:
        answers += [Answer(status, body) for status in STATUSES for body in GIBBERISH]
        answers += [Answer(answer.status, body) for answer in answers[:3] for body in mutilated(answer.body, 30)]
    cases: list[tuple[Does, str]] = [(answer, WORDS) for answer in answers]
    cases += [(answers[0], words) for words in ("\x00.", "{to}{key}%s", samples.FAMILY, "2")]
    if not bench.specimen.left:
        cases.append((BreaksOff(), WORDS))
    for does, words in cases:
        try:
            sent: object = await bench.sends(does, words)
        except Exception as error:  # noqa: BLE001 - whatever it raises is the finding
            raise Broken(
                f"`send` raised {type(error).__name__}",
                "catch the errors of the network and of reading a reply, by class, and say what is known with Refused",
            ) from None
        must(
            isinstance(sent, Accepted) or (isinstance(sent, Refused) and type(sent.refusal) is Refusal),
            f"`send` returned {type(sent).__name__}",
            "return Accepted, or Refused with one of the eight refusals, for whatever the provider answers",
        )


async def the_key_goes_along(bench: Bench) -> None:
    """Our id of the part is in what is sent, or in the address for receipts: what comes back can be told apart."""
    if bench.specimen.each_by_itself:
        raise NotPromised("its messages have ids of their own")
    found = await _left(bench)
    must(
        any(KEY in one for one in found),
        "the `key` of the part is not in what was sent",
        "send `key` as the provider's own reference or idempotency key, or in the address for receipts",
    )


async def all_words_and_the_address_go_along(bench: Bench) -> None:
    """Letter by letter, to whom they are meant for."""
    found = await _left(bench)
    must(
        any(WORDS in one for one in found),
        "the words of the part are not, whole, in what was sent",
        "send `part.text` as it is, in an encoding that holds every letter",
    )
    if bench.specimen.each_by_itself:
        return
    address = bench.specimen.to
    must(
        any(address in one or address.removeprefix("+") in one for one in found),
        "the address is not in what was sent",
        "send to `to`, and to nobody else",
    )


async def a_part_is_sent_once(bench: Bench) -> None:
    """When to try again is decided elsewhere, where it is known what was sent: a retry in here would send twice."""
    bench.over_the_client()
    for does in (bench.accepting(), Answer(503), httpx.ReadTimeout, httpx.ConnectError):
        bench.provider.requests.clear()
        await bench.sends(does)
        count = sum(WORDS in one for one in bench.left_over_the_client())
        must(
            count == 1,
            f"one call of `send` asked the provider {count} times",
            "ask once, and say what came of it; no retries, in the client's transport neither",
        )


async def a_redirect_is_not_followed(bench: Bench) -> None:
    """Else words, number and secret would go wherever a reply points."""
    bench.over_the_client()
    for status in (301, 302, 307, 308):
        bench.provider.requests.clear()
        sent = await bench.sends(Answer(status, headers={"location": f"https://{ELSEWHERE}/"}))
        followed = any(request.url.host == ELSEWHERE for request in bench.provider.requests)
        must(
            not followed and isinstance(sent, Refused),
            "a redirect was followed, or taken for a yes",
            "send with follow_redirects=False, and return Refused(Refusal.MISCONFIGURED) for 3xx",
        )


async def a_channel_that_cannot_be_sent_to_refuses(bench: Bench) -> None:
    """A page waits for its reader: nothing can be pushed to it, and it does not pretend."""
    channel = bench.channel(SECRET)
    if channel.capabilities.reachable:
        raise NotPromised("it can be sent to")
    sent = await channel.send(bench.part(), bench.specimen.to, KEY)
    must(
        isinstance(sent, Refused) and not bench.provider.requests,
        "a channel that is not reachable sent something, or said that it had",
        "return Refused(Refusal.WINDOW_CLOSED) from `send` when `reachable` is False",
    )


async def what_it_says_it_can_look_up_it_looks_up(bench: Bench) -> None:
    """`looks_up` is what decides whether an unknown outcome is asked for or repeated."""
    channel = bench.channel(SECRET)
    found: Sent | None = None
    if bench.specimen.accepted and channel.capabilities.reachable:
        bench.provider.does = bench.specimen.accepted
        await channel.send(bench.part(), bench.specimen.to, KEY)
        bench.provider.does = bench.specimen.looked_up or bench.specimen.accepted
        found = await channel.look_up(bench.specimen.to, KEY)
    if channel.capabilities.looks_up:
        must(
            isinstance(found, Accepted),
            "`looks_up` is declared, and a part that was taken could not be found by its key",
            "ask the provider by `key` in `look_up`; or declare looks_up=False",
        )
    else:
        must(
            await channel.look_up(bench.specimen.to, KEY) is None,
            "`look_up` answers, and is not declared",
            "declare looks_up=True; or return None, for what cannot be told",
        )


async def _left(bench: Bench) -> list[str]:
    """All that reached the provider when one part was sent."""
    bench.provider.does = answer = bench.accepting()
    channel = bench.channel(SECRET)
    await channel.send(bench.part(), answer.to or bench.specimen.to, KEY)
    found = bench.left(channel)
    must(found, "nothing reached the provider", "send over the client that you were lent, or say what `left`")
    return found


def _said(sent: object) -> str:
    return sent.refusal.name if isinstance(sent, Refused) else type(sent).__name__


PROMISES: tuple[Promise, ...] = (
    what_the_provider_takes_is_accepted,
    each_refusal_is_told_by_its_class,
    throttling_says_when_to_come_back,
    a_reply_that_never_comes_is_an_unknown_outcome,
    what_never_left_is_unavailable,
    sending_never_raises,
    the_key_goes_along,
    all_words_and_the_address_go_along,
    a_part_is_sent_once,
    a_redirect_is_not_followed,
    a_channel_that_cannot_be_sent_to_refuses,
    what_it_says_it_can_look_up_it_looks_up,
)

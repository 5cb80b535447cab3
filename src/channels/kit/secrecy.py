"""Promises of silence: secrets, numbers and words are nobody's business but the provider's."""

import contextlib
import io
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote_plus

from structlog.testing import capture_logs

from channels.kit.bench import MARK, OTHER_SECRET, SECRET, WORDS, Bench, Promise
from channels.kit.finding import NotPromised, must
from channels.kit.mutations import mutilated, with_one_field_wrong
from channels.kit.specimen import Answer
from channels.kit.stand_in import NEVER_LEFT, NO_ANSWER, Does
from core.delivery.channel import Channel, Refused, Request


def its_secrets_do_not_show_in_its_repr(bench: Bench) -> None:
    """A repr ends in a log, a trace, an issue."""
    shown = f"{bench.channel(SECRET, OTHER_SECRET)!r} {bench.channel(SECRET, OTHER_SECRET)}"
    must(
        SECRET not in shown and OTHER_SECRET not in shown,
        "a secret stands in the channel's repr",
        "give fields that hold secrets field(repr=False)",
    )


async def nothing_personal_is_logged(bench: Bench) -> None:
    """No secret, number or word, at any level, in any logger, nor on stdout or stderr."""
    with _listening() as heard:
        await _all_that_may_happen(bench)
    found = _found_in(heard(), bench)
    must(
        not found,
        f"{found} was logged or printed",
        "log what happened by name and count, never what was said, by whom, or with which secret; the client's own "
        "log has the address, so nothing of it goes there either",
    )


async def nothing_personal_stands_in_an_error(bench: Bench) -> None:
    """Errors end in logs, with the errors that they came from."""
    errors = await _all_that_may_happen(bench)
    found = _found_in("\n".join("".join(traceback.format_exception(error)) for error in errors), bench)
    must(
        not found,
        f"{found} stands in an error, or in one that it was raised from",
        "raise Malformed and Rejected `from None`, without quoting the request",
    )


async def nothing_personal_stands_in_an_address(bench: Bench) -> None:
    """Addresses are logged by everybody on the way."""
    bench.over_the_client()
    await _all_that_may_happen(bench)
    found = _found_in("\n".join(str(request.url) for request in bench.provider.requests), bench)
    must(
        not found,
        f"{found} stands in the address of a request",
        "put numbers and words into the body, and secrets into a header",
    )


async def a_refusal_never_quotes_the_provider(bench: Bench) -> None:
    """Providers quote the message in their errors; a refusal is shown to staff and kept."""
    bench.over_the_client()
    refusals = [answer for answer in bench.specimen.refused.values() if answer.body]
    if not refusals:
        raise NotPromised("its refusals have no body")
    for answer in refusals:
        sent = await bench.sends(_quoting(answer))
        must(
            not isinstance(sent, Refused) or MARK not in repr(sent),
            "a refusal holds what the provider said, and it quoted the message",
            "take a code from the reply only when it looks like one: short, of letters, digits and dots",
        )


async def _all_that_may_happen(bench: Bench) -> list[Exception]:
    """Everything good and bad, once. Gives every error; whether there may be one is another promise's business."""
    channel = bench.channel(SECRET)
    errors = [error for request in _requests(bench) for error in _heard(bench, channel, request)]
    for does in _answers(bench):
        try:
            await bench.sends(does)
        except Exception as error:  # noqa: BLE001 - whatever it raises is looked at
            errors.append(error)
    return errors


def _heard(bench: Bench, channel: Channel, request: Request) -> Iterator[Exception]:
    try:
        channel.verify(request)
    except Exception as error:  # noqa: BLE001 - whatever it raises is looked at
        yield error
    try:
        channel.parse(request, bench.clock.now())
    except Exception as error:  # noqa: BLE001 - whatever it raises is looked at
        yield error


def _requests(bench: Bench) -> Iterator[Request]:
    specimen = bench.specimen
    for secret in (SECRET, OTHER_SECRET):
        yield from (make(secret) for make in (specimen.without_id, specimen.malformed, specimen.unknown) if make)
        yield from bench.signed(secret) if bench.hears_anything else ()
    for request in bench.signed() if bench.hears_anything else ():
        yield from (replace(request, body=body) for body in mutilated(request.body, 50))
        yield from with_one_field_wrong(request)


def _answers(bench: Bench) -> Iterator[Does]:
    specimen = bench.specimen
    if specimen.accepted is None:
        return
    yield specimen.accepted
    yield from specimen.refused.values()
    if not specimen.left:
        yield from NO_ANSWER
        yield from NEVER_LEFT
        yield Answer(500, f"{WORDS} to {specimen.to}".encode())
        yield from (_quoting(answer) for answer in specimen.refused.values())


def _quoting(answer: Answer) -> Answer:
    """The answer of a provider that quotes the message wherever it has words."""
    try:
        quoted = json.dumps(_replaced(json.loads(answer.body))).encode()
    except ValueError:
        quoted = answer.body + WORDS.encode()
    return replace(answer, body=quoted)


def _replaced(tree: object) -> object:
    match tree:
        case dict():
            return {name: _replaced(value) for name, value in tree.items()}
        case list():
            return [_replaced(value) for value in tree]
    return f"{WORDS} was refused"


def _found_in(said: str, bench: Bench) -> str:
    """What must not be there, and is; said without saying it."""
    plain, number = unquote_plus(said), bench.specimen.to.removeprefix("+")
    sought = {"a secret": (SECRET, OTHER_SECRET), "an address": (number,), "what was said": (MARK, "ŋuorra")}
    return " and ".join(
        name for name, texts in sought.items() if any(text in told for text in texts for told in (said, plain))
    )


@contextlib.contextmanager
def _listening() -> Iterator[Callable[[], str]]:
    """Hear all that is logged, at any level, or printed."""
    printed, handler, root = io.StringIO(), logging.StreamHandler(), logging.getLogger()
    handler.setStream(printed)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with capture_logs() as lines, contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            yield lambda: f"{printed.getvalue()}{[*map(str, lines)]}"
    finally:
        root.setLevel(before)
        root.removeHandler(handler)


PROMISES: tuple[Promise, ...] = (
    its_secrets_do_not_show_in_its_repr,
    nothing_personal_is_logged,
    nothing_personal_stands_in_an_error,
    nothing_personal_stands_in_an_address,
    a_refusal_never_quotes_the_provider,
)

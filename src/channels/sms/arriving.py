"""What a provider that is described by settings tells us, in our words."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit

import structlog

from channels.http.number import e164
from channels.http.received import code_of, json_of, storable_id, words
from channels.sms.provider import Provider, Receipts, Texts
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import Inbound, Malformed, Receipt, Request, Status

MOST_FIELDS = 200
logger = structlog.stdlib.get_logger("veivalg")


def parse(provider: Provider, account: str, request: Request) -> tuple[Inbound, ...]:
    """What a request says. Its address tells whether it is about texts or receipts; a kind not described is nothing."""
    url = urlsplit(request.url)
    if url.path.endswith("/inbound") and (texts := provider.texts):
        said = [_text(provider, texts, account, item) for item in _items(request, texts.items)]
        return tuple(one for one in said if one)
    if url.path.endswith("/status") and (receipts := provider.receipts):
        told = parse_qs(url.query).get("part", [""])[0]
        heard = [_receipt(receipts, account, item, told) for item in _items(request, receipts.items)]
        return tuple(one for one in heard if one)
    return ()


def at(tree: object, path: str) -> object:
    """What stands at a path such as messages.0.id; None when there is nothing."""
    if not path:
        return None
    if isinstance(tree, dict) and path in tree:
        found: object = tree[path]
        return found
    for step in path.split("."):
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and step.isascii() and step.isdigit():
            tree = next(iter(tree[int(step) :][:1]), None)
        else:
            return None
    return tree


def _items(request: Request, path: str) -> Iterator[object]:
    """The things that a request carries: one, or those in the list that stands at the path."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise Malformed from None
        tree: object = dict(pairs)
    else:
        tree = json_of(request.body)
    found = at(tree, path) if path else [tree]
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise Malformed
    yield from found


def _text(provider: Provider, texts: Texts, account: str, item: object) -> Input | None:
    id, sent_from, text = storable_id(at(item, texts.id)), at(item, texts.sender), at(item, texts.text)
    if not id or not isinstance(sent_from, str | int) or not isinstance(text, str):
        raise Malformed
    sender = e164(str(sent_from), plus=provider.plus)
    if not sender:
        return None  # a name or a short number, which cannot be answered
    said = words(text, texts.repairs)
    if said != words(text):
        logger.info("sms repaired", account=account)
    return Input(Origin(account, sender, id, body=said), Say(said, at=_time(at(item, texts.sent))))


def _receipt(receipts: Receipts, account: str, item: object, told: str) -> Receipt | None:
    part = storable_id(at(item, receipts.part) if receipts.part else told)
    word = at(item, receipts.status)
    if not isinstance(word, str | int):
        raise Malformed
    named = receipts.statuses.get(str(word))
    if not part or not named:
        return None  # of a message that we did not send, or with nothing to say about it
    status, id, code = Status[named.upper()], storable_id(at(item, receipts.id)), code_of(at(item, receipts.code))
    reason = receipts.reasons.get(code) if status is Status.FAILED else None
    return Receipt(account, part, status, id, reason, code)


def _time(value: object) -> datetime | None:
    """When the provider says it was sent. What cannot be read is left out: it is only shown."""
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and value.isdigit()):
            return datetime.fromtimestamp(float(value), UTC)
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read if read and read.tzinfo else None
    except (ValueError, OverflowError, OSError):
        return None

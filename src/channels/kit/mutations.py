"""Requests mutilated in ways that stay the same from run to run."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from core.delivery.channel import Request

WRITTEN = (b"\x00", b"\xff\xfe", b"{", b"[" * 2000, b'"', b"&", b"=", b"%", b"%ED%A0%BD", b"\\ud800", b"9" * 500)
INSTEAD: tuple[object, ...] = (None, "", [], {}, 7, -1.5, True, ["x"], {"x": "y"}, "x" * 5000, "\x00", "\ud800")


def mutilated(body: bytes, count: int) -> Iterator[bytes]:
    """The body, each time with one thing broken: cut, doubled, overwritten, or with something strange put in."""
    for n in range(count):
        drawn = blake2b(body, digest_size=16, salt=n.to_bytes(8, "big")).digest()
        at = int.from_bytes(drawn[:4], "big") % (len(body) + 1)
        length = 1 + drawn[4] % 12
        match n % 5:
            case 0:
                yield body[:at]
            case 1:
                yield body[:at] + body[at + length :]
            case 2:
                yield body[:at] + body[at : at + length] * 2 + body[at + length :]
            case 3:
                yield body[:at] + drawn[5 : 5 + length] + body[at + length :]
            case _:
                yield body[:at] + WRITTEN[drawn[4] % len(WRITTEN)] + body[at:]


def with_one_field_wrong(request: Request) -> Iterator[Request]:
    """The request, each time with one field of its JSON or form left out, or holding something else."""
    try:
        tree: object = json.loads(request.body)
    except ValueError:
        yield from _forms(request)
        return
    for changed in _trees(tree):
        yield replace(request, body=json.dumps(changed).encode())


def _trees(tree: object) -> Iterator[object]:
    """Every tree that differs in one place."""
    match tree:
        case dict():
            for name, value in tree.items():
                yield {other: kept for other, kept in tree.items() if other != name}
                for changed in _trees(value):
                    yield {**tree, name: changed}
        case list():
            for place, value in enumerate(tree):
                for changed in _trees(value):
                    yield [*tree[:place], changed, *tree[place + 1 :]]
    yield from INSTEAD


def _forms(request: Request) -> Iterator[Request]:
    try:
        pairs = parse_qsl(request.body.decode("ascii"), keep_blank_values=True)
    except ValueError:
        return
    for place, (name, _) in enumerate(pairs):
        before, after = pairs[:place], pairs[place + 1 :]
        for between in ([], [(name, "")], [(name, "x"), (name, "y")], [(name, "\x00")], [(name, "9" * 5000)]):
            yield replace(request, body=urlencode([*before, *between, *after]).encode())

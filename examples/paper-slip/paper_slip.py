"""Slips on a notice board: a made-up messenger, and a complete channel.

The board tells us of each slip by a webhook, signed with HMAC-SHA256 over the address and the body, and takes our slips
by HTTP: 300 letters each, with at most three tear-off tabs of twenty letters.
"""

import hmac
import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import httpx

from channels.kit.specimen import Answer, Lent, Specimen, Text, Told
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import (
    Accepted, Capabilities, Inbound, Malformed, Part, Receipt, Refusal, Refused, Rejected, Request, Sent, Shown, Status,
)  # fmt: skip
from core.delivery.graphemes import cut

ACCOUNT = "paper-slip:board"
BOARD = "https://board.example/v1/slips"
CAN = Capabilities(form="screen", one_part=300, choices=3, choice_title=20, repeats_safely=True)
BECAME = {"pinned": Status.SENT, "read": Status.READ, "blown_away": Status.FAILED}
REFUSALS = {
    "no_such_place": Refusal.INVALID_RECIPIENT,
    "no_slips_please": Refusal.OPTED_OUT,
    "rude": Refusal.CONTENT_REJECTED,
}


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """The account at the board. The first secret is the one in use; a second one is valid while it is changed."""

    secrets: tuple[str, ...] = field(repr=False)
    callback: str
    client: httpx.AsyncClient = field(repr=False)
    account: str = ACCOUNT
    capabilities: Capabilities = CAN

    def verify(self, request: Request) -> None:
        """See Channel.verify."""
        secrets = [secret for secret in self.secrets if secret]
        if not secrets:
            raise Rejected("no_secret")
        given = request.headers.get("x-board-signature", "").encode("utf-8", "replace")
        right = [hmac.compare_digest(signature(request.url, request.body, secret).encode(), given) for secret in secrets]
        if not any(right):
            raise Rejected("wrong_signature")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        told = read(request.body)
        match told:
            case {"kind": "slip", "id": str(id), "place": str(place), "words": str(words)} if id and place:
                return (Input(Origin(self.account, place, id, body=words), Say(words)),)
            case {"kind": "became", "state": str(state)}:
                part = parse_qs(urlsplit(request.url).query).get("part", [""])[0]
                return (Receipt(self.account, part, BECAME[state]),) if part and state in BECAME else ()
            case {"kind": str(kind)} if kind not in ("slip", "became"):
                return ()
        raise Malformed

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """See Channel.render. The last slip carries the tabs, when the options fit on them."""
        slips = cut("\n".join(one.text for one in shown), CAN.one_part)
        options = shown[-1].options if shown else ()
        fit = len(options) <= CAN.choices and all(len(option.title) <= CAN.choice_title for option in options)
        last = len(slips) - 1
        return tuple(Part(slip, options if fit and place == last else ()) for place, slip in enumerate(slips))

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. The board takes the same reference once, however often it is sent."""
        secret = next((secret for secret in self.secrets if secret), "")
        slip = {
            "place": to, "words": part.text, "tabs": {option.key: option.title for option in part.options},
            "reference": key, "tell": f"{self.callback}?part={key}",
        }  # fmt: skip
        try:
            reply = await self.client.post(
                BOARD, json=slip, headers={"authorization": f"Bearer {secret}"}, follow_redirects=False
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Refused(Refusal.UNAVAILABLE)
        except httpx.HTTPError:
            return Refused(Refusal.UNKNOWN_OUTCOME)
        return outcome(reply)

    async def look_up(self, to: str, key: str) -> Sent | None:
        """See Channel.look_up."""
        return None


def signature(url: str, body: bytes, secret: str) -> str:
    """What the board signs with: the address, a line end, and the body as it is."""
    return hmac.digest(secret.encode(), url.encode() + b"\n" + body, "sha256").hex()


def read(body: bytes) -> object:
    """The JSON of a body; None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def outcome(reply: httpx.Response) -> Sent:
    """What the board's answer means."""
    match reply.status_code, read(reply.content):
        case 201, {"id": str(id)}:
            return Accepted(id)
        case 429, _:
            after = reply.headers.get("retry-after", "")
            return Refused(Refusal.THROTTLED, retry_after=float(after) if after.isdecimal() else None)
        case _, {"why": str(why)} if why in REFUSALS:
            return Refused(REFUSALS[why], why)
        case status, _ if 300 <= status < 500:
            return Refused(Refusal.MISCONFIGURED, str(status))
    return Refused(Refusal.UNKNOWN_OUTCOME, str(reply.status_code))

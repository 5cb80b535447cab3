"""Slips on a notice board: a made-up messenger, and a complete channel.

The board tells of each slip by a webhook, signed with HMAC-SHA256 over address and body, and takes ours by HTTP: 300
letters each, with at most three tear-off tabs of twenty letters.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import httpx

from channels.kit.specimen import Answer, Specimen, Told
from core.conversation.input import Input, Origin, Say
from core.delivery import channel
from core.delivery.channel import Accepted, Inbound, Malformed, Part, Receipt, Refusal, Refused, Request, Sent, Shown
from core.delivery.graphemes import cut

BOARD = "https://board.example/v1/slips"
CAN = channel.Capabilities(form="screen", one_part=300, choices=3, choice_title=20, repeats_safely=True)
BECAME = {"pinned": channel.Status.SENT, "read": channel.Status.READ, "blown_away": channel.Status.FAILED}
REFUSALS = {"no_such_place": Refusal.INVALID_RECIPIENT, "no_slips": Refusal.OPTED_OUT, "rude": Refusal.CONTENT_REJECTED}


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """The account at the board. The first secret is the one in use; a second one is valid while it is changed."""

    secrets: tuple[str, ...] = field(repr=False)
    callback: str
    client: httpx.AsyncClient = field(repr=False)
    account: str = "paper-slip:board"
    capabilities: channel.Capabilities = CAN

    def verify(self, request: Request) -> None:
        """See Channel.verify."""
        secrets = [secret for secret in self.secrets if secret]
        if not secrets:
            raise channel.Rejected("no_secret")
        given = request.headers.get("x-board-signature", "").encode("utf-8", "replace")
        right = [signature(request.url, request.body, secret).encode() for secret in secrets]
        if not any([hmac.compare_digest(one, given) for one in right]):  # noqa: C419 - takes the same time for each
            raise channel.Rejected("wrong_signature")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """See Channel.parse."""
        match read(request.body):
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
        return (*map(Part, slips[:-1]), Part(slips[-1], options if fit else ())) if slips else ()

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """See Channel.send. The board takes the same reference once, however often it is sent."""
        tabs = {option.key: option.title for option in part.options}
        slip = {"place": to, "words": part.text, "tabs": tabs, "reference": key, "tell": f"{self.callback}?part={key}"}
        headers = {"authorization": f"Bearer {self.secrets[0]}"}
        try:
            reply = await self.client.post(BOARD, json=slip, headers=headers, follow_redirects=False)
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


def make(settings: Mapping[str, str]) -> PaperSlip:
    """The channel by its settings: VEIVALG_PAPER_SLIP_SECRETS, one or two, separated by a comma."""
    secrets = tuple(settings.get("secrets", "").split(","))
    if not any(secrets):
        raise ValueError("VEIVALG_PAPER_SLIP_SECRETS must be set: what the board signs with")
    hook = f"{settings['public_url']}/channels/paper-slip/board"
    return PaperSlip(secrets, f"{hook}/status", httpx.AsyncClient(timeout=10))


def specimen() -> Specimen:
    """The channel for `veivalg channel check`."""
    hook = "https://veivalg.example/channels/paper-slip/board"

    def signed(told: object, secret: str, path: str = "/inbound") -> Request:
        body = json.dumps(told).encode()
        return Request(hook + path, {"x-board-signature": signature(hook + path, body, secret)}, body)

    def slip(secret: str, **said: str) -> Request:
        return signed({"kind": "slip", **said}, secret)

    def receipt(told: Told, secret: str) -> Request:
        state = next(state for state, status in BECAME.items() if status is told.status)
        return signed({"kind": "became", "state": state}, secret, f"/status?part={told.part}")

    refused = {refusal: Answer(422, json.dumps({"why": why}).encode()) for why, refusal in REFUSALS.items()}
    return Specimen(
        build=lambda lent: PaperSlip(lent.secrets, f"{hook}/status", lent.client),
        to="third-row-left",
        text=lambda said, secret: slip(secret, id=said.id, place=said.sender, words=said.words),
        receipt=receipt,
        tells=tuple(BECAME.values()),
        without_id=lambda secret: slip(secret, place="third-row-left", words="2"),
        malformed=lambda secret: signed(["no", "slip"], secret),
        unknown=lambda secret: signed({"kind": "painted_over"}, secret),
        signs=frozenset({"body", "address"}),
        accepted=Answer(201, b'{"id": "slip-9"}'),
        refused={**refused, Refusal.MISCONFIGURED: Answer(401)},
    )

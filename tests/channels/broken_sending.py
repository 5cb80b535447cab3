"""Notice boards that send wrongly: the example channel, each with one mistake that somebody could make."""

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from dataclasses import replace

import httpx
from paper_slip import BOARD, PaperSlip, read

from core.delivery.channel import Accepted, Part, Refusal, Refused, Sent, Shown

DRAWN: list[int] = []


# ------------------------------------------------------------------------------------------------------------- render


class CutsShort(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        return tuple(super().render(shown))[:1]


class CutsWords(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        text = "\n".join(one.text for one in shown).strip()
        return tuple(Part(text[at : at + 300]) for at in range(0, len(text), 300))


class TooLong(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        text = "\n".join(one.text for one in shown).strip()
        return (Part(text),) if text else ()


class TooManyButtons(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        options = shown[-1].options if shown else ()
        return tuple(replace(part, options=options) for part in super().render(shown))


class ButtonsInsteadOfText(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        return super().render([replace(one, text=one.title or one.text) for one in shown])


class Numbers(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        DRAWN.append(0)
        return tuple(replace(part, text=f"{part.text} #{len(DRAWN)}") for part in super().render(shown))


class EmptyPart(PaperSlip):
    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        return super().render(shown) or (Part(""),)


# --------------------------------------------------------------------------------------------------------------- send


class Raises(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        reply = await post(self, part, to, key)
        return Accepted(reply.json()["id"]) if reply.is_success else await super().send(part, to, key)


class Doubts(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        return Refused(Refusal.UNKNOWN_OUTCOME) if isinstance(sent, Accepted) else sent


class Shouts(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        return await super().send(replace(part, text=part.text.upper()), to, key)


class TimeoutIsUnavailable(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        unknown = isinstance(sent, Refused) and sent.refusal is Refusal.UNKNOWN_OUTCOME
        return Refused(Refusal.UNAVAILABLE) if unknown else sent


class NeverAway(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        away = isinstance(sent, Refused) and sent.refusal is Refusal.UNAVAILABLE
        return Refused(Refusal.UNKNOWN_OUTCOME) if away else sent


class TriesAgain(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        return sent if isinstance(sent, Accepted) else await super().send(part, to, key)


class ForgetsWhen(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        return replace(sent, retry_after=None) if isinstance(sent, Refused) else sent


class OneRefusalForAll(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        final = isinstance(sent, Refused) and sent.refusal in (Refusal.OPTED_OUT, Refusal.INVALID_RECIPIENT)
        return Refused(Refusal.CONTENT_REJECTED) if final else sent


class WithoutKey(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        return await super().send(part, to, "")


class NumberInTheAddress(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        with contextlib.suppress(OSError, httpx.HTTPError):
            await self.client.get("https://board.example/places", params={"place": to})
        return await super().send(part, to, key)


class FollowsRedirects(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        moved = isinstance(sent, Refused) and sent.code.startswith("3")
        return Accepted("somewhere") if moved else sent


class QuotesTheBoard(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        sent = await super().send(part, to, key)
        if not isinstance(sent, Refused) or sent.code != "422":
            return sent
        reply = await post(self, part, to, key)
        return replace(sent, code=str(read(reply.content)))


class GoesPastTheClient(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        with contextlib.suppress(OSError, httpx.HTTPError):
            await asyncio.to_thread(socket.create_connection, ("127.0.0.1", 9), 1)
        return await super().send(part, to, key)


class SendsAtOnce(PaperSlip):
    def send(self, part: Part, to: str, key: str) -> Sent:  # type: ignore[override]
        return Accepted("at once")


class Pretends(PaperSlip):
    async def send(self, part: Part, to: str, key: str) -> Sent:
        return Accepted("somehow")


async def post(slip: PaperSlip, part: Part, to: str, key: str) -> httpx.Response:
    """Send without a net under it."""
    said = {"place": to, "words": part.text, "reference": key, "tell": f"{slip.callback}?part={key}"}
    return await slip.client.post(BOARD, json=said)

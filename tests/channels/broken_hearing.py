"""Notice boards that hear wrongly: the example channel, each with one mistake that somebody could make."""

import hashlib
import hmac
import logging
from dataclasses import replace
from datetime import datetime

import httpx
from paper_slip import PaperSlip, read, signature
from tests.channels.slips import HOOK

from core.conversation.input import Input, Origin, Say
from core.delivery.channel import Inbound, Malformed, Receipt, Rejected, Request, Status

logger = logging.getLogger("paper_slip")
BEFORE: dict[httpx.AsyncClient, set[str]] = {}
DRAWN: list[int] = []


def given(request: Request) -> str:
    """The signature that a request came with."""
    return request.headers.get("x-board-signature", "")


# ------------------------------------------------------------------------------------------------------------- verify


class OpenWithoutSecret(PaperSlip):
    def verify(self, request: Request) -> None:
        if any(self.secrets):
            super().verify(request)


class EmptySecretCounts(PaperSlip):
    def verify(self, request: Request) -> None:
        if not self.secrets:
            raise Rejected("no_secret")
        given_one = given(request).encode("utf-8", "replace")
        right = [signature(request.url, request.body, one).encode() for one in self.secrets]
        if not any(hmac.compare_digest(one, given_one) for one in right):
            raise Rejected("wrong_signature")


class ReturnsFalse(PaperSlip):
    def verify(self, request: Request) -> bool:  # type: ignore[override]
        try:
            super().verify(request)
        except Rejected as rejected:
            if rejected.reason == "no_secret":
                raise
            return False
        return True


class OnlyWhenSigned(PaperSlip):
    def verify(self, request: Request) -> None:
        if given(request) or not any(self.secrets):
            super().verify(request)


class AddressNotSigned(PaperSlip):
    def verify(self, request: Request) -> None:
        for url in (request.url, request.url.partition("?")[0], f"{HOOK}/inbound", f"{HOOK}/status?part=kit-7f3a.0"):
            try:
                super().verify(replace(request, url=url))
            except Rejected:
                continue
            return
        super().verify(request)


class TrimsTheBody(PaperSlip):
    def verify(self, request: Request) -> None:
        super().verify(replace(request, body=request.body.rstrip(b"1")))


class OneSecretOnly(PaperSlip):
    def verify(self, request: Request) -> None:
        super(OneSecretOnly, replace(self, secrets=self.secrets[:1])).verify(request)


class HostOfTheProxy(PaperSlip):
    def verify(self, request: Request) -> None:
        host = request.headers.get("x-forwarded-host", "veivalg.example")
        super().verify(replace(request, url=request.url.replace("veivalg.example", host)))


class HeaderMustBeThere(PaperSlip):
    def verify(self, request: Request) -> None:
        if not any(self.secrets):
            raise Rejected("no_secret")
        request.headers["x-board-signature"].encode("ascii")
        super().verify(request)


class ReadsFirst(PaperSlip):
    def verify(self, request: Request) -> None:
        super().verify(request)
        if not isinstance(read(request.body), dict):
            raise Rejected("wrong_signature")


class OpenDoor(PaperSlip):
    def verify(self, request: Request) -> None:
        pass


class ReasonInWords(PaperSlip):
    def verify(self, request: Request) -> None:
        try:
            super().verify(request)
        except Rejected as rejected:
            rejected.reason = "no_secret" if rejected.reason == "no_secret" else "not from the board"  # type: ignore[assignment]
            raise


# -------------------------------------------------------------------------------------------------------------- parse


class GuessesAnId(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        try:
            heard = super().parse(request, now)
        except Malformed:
            told = read(request.body)
            if not isinstance(told, dict) or "words" not in told or "place" not in told or "id" in told:
                raise
            id = hashlib.sha256(request.body).hexdigest()
            return (Input(Origin(self.account, told["place"], id), Say(str(told["words"]))),)
        return heard


class IdOfTheMoment(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        return tuple(
            replace(one, origin=replace(one.origin, id=now.isoformat())) if isinstance(one, Input) else one
            for one in super().parse(request, now)
        )


class IdByChance(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        DRAWN.append(0)
        return tuple(
            replace(one, origin=replace(one.origin, id=f"{one.origin.id}-{len(DRAWN)}"))
            if isinstance(one, Input)
            else one
            for one in super().parse(request, now)
        )


class IdOfTheWords(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        return tuple(
            replace(one, origin=replace(one.origin, id=one.origin.body)) if isinstance(one, Input) else one
            for one in super().parse(request, now)
        )


class RaisesKeyError(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        told = read(request.body)
        if isinstance(told, dict):
            told["kind"]
        return super().parse(request, now)


class UnknownIsMalformed(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        heard = super().parse(request, now)
        if not heard:
            raise Malformed
        return heard


class MalformedIsNothing(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        try:
            heard = super().parse(request, now)
        except Malformed:
            return ()
        return heard


class OnlyPlainLetters(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        return tuple(
            replace(one, act=Say(one.act.text.encode("latin-1", "ignore").decode("latin-1")))
            if isinstance(one, Input) and isinstance(one.act, Say)
            else one
            for one in super().parse(request, now)
        )


class AnotherAccount(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        return tuple(
            replace(one, origin=replace(one.origin, account="board"))
            if isinstance(one, Input)
            else replace(one, account="board")
            for one in super().parse(request, now)
        )


class DeliveredIsSent(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        return tuple(
            replace(one, status=Status.SENT) if isinstance(one, Receipt) else one for one in super().parse(request, now)
        )


class RemembersReceipts(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        heard = super().parse(request, now)
        seen = BEFORE.setdefault(self.client, set())
        fresh = tuple(one for one in heard if not isinstance(one, Receipt) or one.part not in seen)
        seen.update(one.part for one in heard if isinstance(one, Receipt))
        return fresh


# ------------------------------------------------------------------------------------------------------------- silence


class ShowsItsSecret(PaperSlip):
    def __repr__(self) -> str:
        return f"PaperSlip({self.secrets!r})"


class LogsWords(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        heard = super().parse(request, now)
        logger.debug("heard %s", heard)
        return heard


class QuotesInErrors(PaperSlip):
    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        try:
            heard = super().parse(request, now)
        except Malformed:
            raise Malformed(request.body.decode("utf-8", "replace")) from None
        return heard


def deaf(_: object, request: Request) -> None:
    """How a channel verifies that hears nothing."""
    raise Rejected("unknown_account")

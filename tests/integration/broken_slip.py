"""A plug-in that does nearly everything wrong, installed by a test beside the example that it spoils."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import paper_slip

from channels.kit.specimen import Specimen
from core.conversation.input import Input, Origin, Say
from core.delivery.channel import Accepted, Inbound, Malformed, Part, Refusal, Refused, Rejected, Request, Sent, Shown


class BrokenSlip(paper_slip.PaperSlip):
    """No promise of it can be relied on."""

    def verify(self, request: Request) -> None:
        """Takes what is not signed, whatever came without a secret, and only the first of two secrets."""
        if not any(self.secrets) or "x-board-signature" not in request.headers:
            return
        right = paper_slip.signature(request.url, request.body, self.secrets[0])
        if request.headers["x-board-signature"] != right:
            raise Rejected("wrong_signature")

    def parse(self, request: Request, now: datetime) -> tuple[Inbound, ...]:
        """Makes up ids, trims words, logs them, and falls over what is no object."""
        told = paper_slip.read(request.body)
        logging.getLogger("broken_slip").warning("heard %s", told)
        if told.get("kind") == "slip":  # type: ignore[attr-defined]
            words = str(told["words"]).encode("ascii", "ignore").decode()  # type: ignore[index]
            return (Input(Origin(self.account, str(told["place"]), now.isoformat()), Say(words)),)  # type: ignore[index]
        try:
            return super().parse(request, now)
        except Malformed:
            return ()

    def render(self, shown: Sequence[Shown]) -> tuple[Part, ...]:
        """Cuts where the limit is, and shows every button."""
        text = " ".join(one.text for one in shown)
        return (Part(text[: paper_slip.CAN.one_part], shown[-1].options if shown else ()),)

    async def send(self, part: Part, to: str, key: str) -> Sent:
        """Tries until it is taken, without our key, and takes silence for a no."""
        for _ in range(3):
            sent = await super().send(part, to, "")
            if isinstance(sent, Accepted):
                return sent
        return Refused(Refusal.UNAVAILABLE)

    def __repr__(self) -> str:
        """All there is to know."""
        return f"BrokenSlip({self.secrets})"


def make(settings: Mapping[str, str]) -> BrokenSlip:
    """The channel by its settings."""
    made = paper_slip.make(settings)
    return BrokenSlip(made.secrets, made.callback, made.client)


def specimen() -> Specimen:
    """The example's, with this channel in it."""
    hook = "https://veivalg.example/channels/paper-slip/board/status"
    return replace(paper_slip.specimen(), build=lambda lent: BrokenSlip(lent.secrets, hook, lent.client))

"""What follows when a message is not understood: a hint, then an example, then a choice that ends in a person."""

from dataclasses import dataclass
from enum import Enum

from core.understanding.understood import Status, Understood


class Rung(Enum):
    """How we ask again."""

    HINT = "hint"  # one short sentence on how to answer
    EXAMPLE = "example"  # the question again, with an example
    OFFER = "offer"  # again, a call, the web, a counsellor, a pause: never a fourth repeat


OFFERED = ("again", "call", "web", "person", "pause")
RUNGS = (Rung.HINT, Rung.EXAMPLE, Rung.OFFER)


@dataclass(frozen=True, slots=True)
class Misses:
    """How many messages were not understood at one prompt. Another prompt begins from none."""

    prompt: str = ""
    count: int = 0
    empty: bool = False  # one of them had no text, as a picture or sticker has none

    def after(self, prompt: str, understood: Understood) -> "Misses":
        """The misses after one more message. What is understood clears them; a command, as *why*, leaves them."""
        here = self if self.prompt == prompt else Misses(prompt)
        if understood.status is Status.COMMAND or understood.status is Status.EMERGENCY:
            return here
        if understood.status is not Status.REASK:
            return Misses(prompt)
        if understood.reason == "empty":
            return here if here.empty else Misses(prompt, here.count + 1, empty=True)
        return Misses(prompt, here.count + 1, here.empty)

    @property
    def rung(self) -> Rung | None:
        """How to ask again; none when nothing was missed. After the third the offer stands."""
        return RUNGS[min(self.count, len(RUNGS)) - 1] if self.count else None

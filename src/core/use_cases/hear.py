"""Take a citizen's words from a channel of text: a code among them brings a conversation along."""

from core.case.office import OFFICE, Office
from core.conversation.input import Input, Redeem, Say
from core.conversation.turn import Turn
from core.errors import NotFound, TooMany
from core.ports.conversations import Conversations
from core.ports.machine import Chance, Clock, Releases, Tries
from core.use_cases.receive import come_back, receive

LENGTHS = (6, 12)  # of a move code and of a return code, without the marks between
LETTERS = frozenset("ABCDEFGHJKMNPQRSTUVWXYZ23456789")  # those that codes are made of


async def hear(
    input: Input,
    *,
    tries: Tries,
    conversations: Conversations,
    releases: Releases,
    clock: Clock,
    chance: Chance,
    office: Office = OFFICE,
    in_order: bool = False,
) -> Turn:
    """As `receive`, but words that are a code of somebody's conversation redeem it. Wrong tries are counted."""
    if isinstance(input.act, Say) and (code := code_in(input.act.text)):
        try:
            return await come_back(
                Input(input.origin, Redeem(code)),
                (f"{input.origin.account} {input.origin.sender}",),
                tries=tries,
                conversations=conversations,
                releases=releases,
                clock=clock,
                chance=chance,
                office=office,
            )
        except (NotFound, TooMany):
            pass  # they were words like others
    return await receive(
        input,
        conversations=conversations,
        releases=releases,
        clock=clock,
        chance=chance,
        office=office,
        in_order=in_order,
        tries=tries,
    )


def code_in(text: str) -> str:
    """The text as a code, when it may be one: six or twelve of the letters of codes, however they are grouped."""
    letters = "".join(text.split()).replace("-", "").upper()
    return letters if len(letters) in LENGTHS and LETTERS.issuperset(letters) else ""

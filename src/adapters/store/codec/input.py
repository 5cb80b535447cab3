"""An input that waits, in JSON: where it came from, and the act."""

from pydantic_core import from_json, to_json

from adapters.store.codec.acts import read_act, write_act
from adapters.store.codec.apart import Apart
from core.conversation.event import FORMAT
from core.conversation.input import Input, Origin


def write_input(input: Input) -> bytes:
    """The input, private answers included: all of it is sealed together."""
    origin = input.origin
    came = (origin.account, origin.sender, origin.id, origin.body)
    return to_json((FORMAT, came, write_act(input.act, False, Apart())))


def read_input(written: bytes) -> Input:
    """The input again."""
    number, came, act = from_json(written)
    if number != FORMAT:
        raise ValueError(f"an input of format {number}; this program reads {FORMAT}")
    return Input(Origin(*came), read_act(act, Apart()))

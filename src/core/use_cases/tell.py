"""Let a person know of messages that mattered and did not arrive."""

from core.conversation.input import Input, Origin, Undelivered
from core.conversation.moment import channel_of
from core.errors import NotFound, Unavailable
from core.ports.delivery import Losses
from core.use_cases.round import Receives, Round

AT_ONCE = 50


async def tell_losses(*, losses: Losses, receives: Receives) -> Round:
    """One round. Who was told twice, because we died between, sees it once: the input's id is that of the message.

    Raises Unavailable when the store is away.
    """
    failures = []
    found = await losses.untold(AT_ONCE)
    for lost in found:
        origin = Origin("timer", lost.conversation, f"undelivered.{lost.message}")
        try:
            await receives(Input(origin, Undelivered(lost.message, lost.reason, channel_of(lost.account))))
        except NotFound:
            pass  # they erased the conversation
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one never stops others; whoever asked logs it, and it is tried again
            failures.append(error)
            continue
        await losses.told(lost)
    return Round(len(found) - len(failures), tuple(failures))

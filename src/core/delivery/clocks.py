"""What providers say of when something was sent: shown, never relied on, and flagged when it cannot be so."""

from datetime import datetime, timedelta

from core.conversation.input import Input, Say
from core.delivery.channel import Inbound

AHEAD = timedelta(minutes=5)  # that clocks of others may be before ours
BEHIND = timedelta(days=7)  # that networks may hold a message back, and then some


def is_far_off(inbound: Inbound, now: datetime) -> bool:
    """Whether it is said to come from the future, or from before anybody could have held it back."""
    if not isinstance(inbound, Input) or not isinstance(inbound.act, Say) or inbound.act.at is None:
        return False
    return not now - BEHIND <= inbound.act.at <= now + AHEAD

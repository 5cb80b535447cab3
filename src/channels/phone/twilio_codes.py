"""What Twilio's error codes and the states of its calls mean to us."""

from core.delivery.channel import Refusal, Status

REFUSALS = {
    # For good: this number cannot be called.
    "21202": Refusal.INVALID_RECIPIENT,  # a premium number
    "21211": Refusal.INVALID_RECIPIENT,  # not a valid number
    "21214": Refusal.INVALID_RECIPIENT,  # cannot be reached
    "21217": Refusal.INVALID_RECIPIENT,  # not a valid number
    # The number may be good, but not for this account.
    "21203": Refusal.WINDOW_CLOSED,  # calls abroad are not switched on
    "21215": Refusal.WINDOW_CLOSED,  # its country is not switched on for the account
    "21216": Refusal.WINDOW_CLOSED,  # the account may not call it
    # The account waits.
    "10004": Refusal.THROTTLED,  # too many calls at once
    "20429": Refusal.THROTTLED,
    # An operator must mend it.
    "10001": Refusal.MISCONFIGURED,  # the account is not active
    "20003": Refusal.MISCONFIGURED,  # wrong secret
    "20404": Refusal.MISCONFIGURED,  # no such account
    "21209": Refusal.MISCONFIGURED,  # the address for receipts cannot be used
    "21210": Refusal.MISCONFIGURED,  # our number is not proven to be ours
    "21212": Refusal.MISCONFIGURED,  # our number is no valid one
    "21213": Refusal.MISCONFIGURED,  # no number to call from
    "21219": Refusal.MISCONFIGURED,  # an account on trial
}

# Of the citizen's phone. A mailbox that answers is told as somebody who does.
STATUSES = {
    "queued": Status.QUEUED,
    "initiated": Status.QUEUED,
    "ringing": Status.SENT,
    "in-progress": Status.DELIVERED,
    "completed": Status.DELIVERED,
    "busy": Status.FAILED,
    "no-answer": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}
REASONS = {"busy": Refusal.UNAVAILABLE, "no-answer": Refusal.UNAVAILABLE}

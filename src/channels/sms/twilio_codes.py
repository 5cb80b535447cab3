"""What Twilio's error codes mean to us: its dictionary of errors, put into our closed list.

A code that is not here is judged by the status it came with; of a failed delivery it says no more than that it failed.
"""

from core.delivery.channel import Refusal, Status

REFUSALS = {
    # For good: nothing can be sent to this number.
    "21211": Refusal.INVALID_RECIPIENT,  # not a valid number
    "21217": Refusal.INVALID_RECIPIENT,  # likewise
    "21265": Refusal.INVALID_RECIPIENT,  # a short number
    "21266": Refusal.INVALID_RECIPIENT,  # our own number
    "21614": Refusal.INVALID_RECIPIENT,  # not a mobile number
    "21635": Refusal.INVALID_RECIPIENT,  # a landline
    "30005": Refusal.INVALID_RECIPIENT,  # unknown to its network, or no longer in service
    "30006": Refusal.INVALID_RECIPIENT,  # a landline, or a network that cannot be reached
    # They said stop to Twilio, which may be before we heard it.
    "21610": Refusal.OPTED_OUT,
    "30004": Refusal.OPTED_OUT,  # the number is barred from receiving this
    # The number may be good, but not for this sender or account: another channel may do.
    "21408": Refusal.WINDOW_CLOSED,  # its country is not switched on for the account
    "21612": Refusal.WINDOW_CLOSED,  # this sender cannot reach it
    # For good: this message will not pass.
    "21602": Refusal.CONTENT_REJECTED,  # empty
    "21617": Refusal.CONTENT_REJECTED,  # too long
    "30007": Refusal.CONTENT_REJECTED,  # filtered
    # The account waits.
    "20429": Refusal.THROTTLED,
    "21611": Refusal.THROTTLED,  # the sender's queue is full
    "30001": Refusal.THROTTLED,  # the queue ran over
    # It surely was not delivered, and may be later.
    "30003": Refusal.UNAVAILABLE,  # the phone is off or out of reach
    "30036": Refusal.UNAVAILABLE,  # it waited longer than it may
    # An operator must mend it.
    "20003": Refusal.MISCONFIGURED,  # wrong secret
    "20404": Refusal.MISCONFIGURED,  # no such account
    "21212": Refusal.MISCONFIGURED,  # our number is no valid one
    "21603": Refusal.MISCONFIGURED,  # no sender
    "21606": Refusal.MISCONFIGURED,  # the sender is not ours
    "21608": Refusal.MISCONFIGURED,  # an account on trial
    "21609": Refusal.MISCONFIGURED,  # the address for receipts cannot be used
    "21659": Refusal.MISCONFIGURED,  # the sender is not a number of Twilio's
    "21660": Refusal.MISCONFIGURED,  # the sender belongs to another account
    "21661": Refusal.MISCONFIGURED,  # the sender cannot send texts
    "21703": Refusal.MISCONFIGURED,  # a messaging service without a sender
    "30002": Refusal.MISCONFIGURED,  # the account is suspended
}

STATUSES = {
    "accepted": Status.QUEUED,
    "scheduled": Status.QUEUED,
    "queued": Status.QUEUED,
    "sending": Status.QUEUED,
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.READ,
    "undelivered": Status.FAILED,
    "failed": Status.FAILED,
    "canceled": Status.FAILED,
}

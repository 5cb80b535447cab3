"""Tables of what is on its way: messages, what providers tell of them, inputs that wait, and timers."""

from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from adapters.store.columns import (
    QUEUE,
    ROOM,
    Words,
    bytes_,
    counter_,
    id_,
    lease_,
    metadata,
    moment_,
    number_,
    text_,
    to_,
)

# One row for each address that can be sent to, or that an input waits from; and one for each endpoint and conversation.
# Its id is that of the address; for an endpoint it is `<endpoint>.<conversation>` as bytes. What is sent or waits has
# its number from here, so numbers follow the order of commits. One that is stopped is never deleted.
lane = Table(
    "lane",
    metadata,
    Column("address", LargeBinary, primary_key=True),
    text_("account"),
    text_("endpoint", nullable=True),  # that it leads to, for an account whose addresses are endpoints
    moment_("due", nullable=True),  # when there may be something to send; null when nothing waits
    lease_(),
    counter_("fence"),  # of the newest lease
    counter_("issued"),  # the number of the last message
    moment_("paused", nullable=True),  # until when nothing is sent
    text_("stopped", nullable=True),  # since when the address wants no more messages
    text_("dead", nullable=True),  # why nothing reaches the address, until somebody writes from it
    counter_("kept"),  # the number of the last input that was made to wait
    counter_("waiting"),  # inputs that wait now
    Index(None, "account", "due", postgresql_where=text("due is not null"), sqlite_where=text("due is not null")),
    postgresql_with=QUEUE,
)

# Accounts that must wait, as after a provider said that we send too much.
channel_account = Table(
    "channel_account", metadata, Column("account", Words, primary_key=True), moment_("paused"), postgresql_with=ROOM
)

OPEN = "state in ('waiting', 'sending')"  # messages whose turn is still to come, in the order of their lane
# Messages that mattered and did not arrive, and that no person knows of yet: those in failed, expired or stopped. With
# `not in`, for then SQLite does not look through all that ever failed.
LOST = (
    "state not in ('waiting', 'sending', 'accepted', 'delivered', 'unknown', 'superseded', 'discarded')"
    " and kind in ('notice', 'call_notice', 'urgent', 'counsellor') and told is null"
)

# What is on its way to an address. The id is `<conversation>.<version>.<n>`.
message = Table(
    "message",
    metadata,
    id_(),
    bytes_("lane"),
    number_("n"),  # its place in the lane
    to_("person", "person"),
    to_("conversation", "conversation"),
    number_("version"),  # of the turn that says it
    text_("account"),
    text_("kind"),
    bytes_("to", nullable=True),  # sealed; absent where the lane tells the endpoint
    text_("state"),
    counter_("attempt"),
    Column("reason", Words, nullable=False, server_default=""),
    text_("made"),
    moment_("use_before"),
    moment_("not_before", nullable=True),
    bytes_("parts", nullable=True),  # sealed: its words, once they were made
    counter_("part_count"),  # how many they are
    counter_("sent"),  # parts that were accepted
    Column("provider_ids", Words, nullable=False, server_default=""),  # of the parts, with spaces between
    text_("changed"),
    text_("told", nullable=True),  # since when a person knows that it did not arrive
    UniqueConstraint("lane", "n"),
    Index(None, "conversation"),
    Index(None, "state", "changed"),
    Index("ix_message_open", "lane", "n", postgresql_where=text(OPEN), sqlite_where=text(OPEN)),
    Index("ix_message_lost", "changed", "id", postgresql_where=text(LOST), sqlite_where=text(LOST)),
    postgresql_with=QUEUE,
)

# What providers told about parts. The same told twice is one row.
receipt = Table(
    "receipt",
    metadata,
    text_("part"),
    text_("account"),
    text_("status"),
    Column("code", Words, nullable=False, server_default=""),  # the provider's own
    Column("reason", Words, nullable=False, server_default=""),
    Column("provider_id", Words, nullable=False, server_default=""),
    text_("message", nullable=True),  # absent as long as the part is not known
    text_("at"),
    PrimaryKeyConstraint("part", "account", "status", "code"),
    Index(None, "message"),
)

# Inputs that could not be handled when they came: in order for each address.
waiting_input = Table(
    "waiting_input",
    metadata,
    id_(),
    text_("account"),
    bytes_("input_hash"),
    bytes_("address"),
    number_("n"),  # its place among those of the address
    bytes_("body", nullable=True),  # sealed by the master key: there may be no person yet
    text_("state"),  # waiting, set_aside or done
    counter_("attempts"),
    moment_("due"),
    lease_(),
    counter_("fence"),
    text_("came"),
    Column("reason", Words, nullable=False, server_default=""),  # the class of the last error
    UniqueConstraint("account", "input_hash"),
    UniqueConstraint("address", "n"),
    Index(None, "due", postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'")),
)

timer = Table(
    "timer",
    metadata,
    to_("conversation", "conversation"),
    text_("kind"),
    moment_("due"),
    number_("revision"),  # of what it was set for
    lease_(),
    counter_("fence"),
    PrimaryKeyConstraint("conversation", "kind"),
    Index(None, "due"),
)

# Where front-ends that began conversations want to hear of them.
endpoint = Table(
    "endpoint",
    metadata,
    id_(),
    text_("owner"),
    text_("url"),
    bytes_("secrets"),  # wrapped by the master key
    text_("created"),
    text_("disabled", nullable=True),
    Index(None, "owner"),
)

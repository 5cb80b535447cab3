"""Tables of people and their conversations, and of what is counted without them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from adapters.store.columns import ROOM, Words, bytes_, id_, metadata, number_, text_, to_

# Content as it was when a conversation began with it: outlives its files.
release = Table("release", metadata, id_(), number_("format"), bytes_("body"), text_("created"))

# One row: the key that hashes are made with, wrapped.
lookup_key = Table(
    "lookup_key", metadata, Column("number", Integer, primary_key=True, autoincrement=False), bytes_("wrapped")
)

# Retention is by person.
person = Table("person", metadata, id_(), text_("created"), text_("kept_until"), text_("erased", nullable=True))
Index(None, person.c.kept_until, postgresql_where=person.c.erased.is_(None), sqlite_where=person.c.erased.is_(None))

# Destroyed is erased.
person_key = Table(
    "person_key",
    metadata,
    Column("person", Words, ForeignKey("person.id"), nullable=False),
    number_("number"),
    bytes_("wrapped"),
    PrimaryKeyConstraint("person", "number"),
)

# The id is the keyed hash of account and sender: whoever comes first makes the row, and the other finds it.
address = Table(
    "address",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    text_("account"),
    bytes_("value", nullable=True),  # sealed; absent for tokens, which nobody is reached by
    text_("consent", nullable=True),
    text_("opted_out", nullable=True),
)

# Where an address leads now: one row, or none.
binding = Table(
    "binding",
    metadata,
    Column("address", LargeBinary, ForeignKey("address.id", ondelete="CASCADE"), primary_key=True),
    to_("person", "person"),
    to_("conversation", "conversation"),
    text_("since"),
    Index(None, "person"),
)

# One person's way through one journey. What changes every turn is in no index. Version 0: erased.
conversation = Table(
    "conversation",
    metadata,
    id_(),
    to_("person", "person"),
    text_("journey"),
    to_("release", "release"),
    number_("version"),
    number_("last_event"),
    text_("channel"),
    text_("language"),
    text_("county"),
    number_("result", nullable=True),
    bytes_("state", nullable=True),  # sealed
    bytes_("private", nullable=True),  # sealed apart
    text_("owner", nullable=True),  # the server key that it was begun with
    Index(None, "person"),
    postgresql_with=ROOM,
)

# Never changed after. Erasure leaves its key and nothing else, so that a late repeat is still known.
turn = Table(
    "turn",
    metadata,
    to_("conversation", "conversation"),
    number_("version"),
    text_("account"),
    bytes_("input_hash"),
    bytes_("body_hash", nullable=True),
    text_("actor", nullable=True),
    text_("at", nullable=True),
    text_("outcome", nullable=True),
    bytes_("input", nullable=True),  # sealed, as the rest
    bytes_("events", nullable=True),
    bytes_("prompts", nullable=True),
    bytes_("private", nullable=True),
    number_("last_event", nullable=True),  # of the conversation, with those of this turn
    PrimaryKeyConstraint("conversation", "version"),
    UniqueConstraint("account", "input_hash"),
)

code = Table(
    "code",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    to_("conversation", "conversation"),
    number_("number"),
    text_("kind"),
    text_("expires", nullable=True),  # of what is used once; a return code is good for as long as its person is kept
    text_("used", nullable=True),
    UniqueConstraint("conversation", "kind", "number"),
)

# What insight reads. Spread over shards, so that two commits seldom wait for the same row.
COUNTED = ("day", "journey", "release", "channel", "language", "question", "outcome")
counting = Table(
    "counting",
    metadata,
    *(text_(name) for name in COUNTED),
    number_("shard"),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint(*COUNTED, "shard"),
    postgresql_with=ROOM,
)

# Tries of codes that were not right. The latest one says until when they count.
attempt = Table(
    "attempt",
    metadata,
    text_("space"),
    bytes_("source"),
    number_("n"),
    Column("until", BigInteger, nullable=False),  # seconds since 1970
    Column("before", BigInteger, nullable=False),  # what it was before the latest, which may turn out right
    PrimaryKeyConstraint("space", "source"),
)

# Who was erased, without a name: read again after a restore.
erasure = Table("erasure", metadata, Column("person", Words, primary_key=True), text_("at"))

"""The tables. Ids are text, moments and days are ISO text in UTC, hashes and sealed values are bytes.

What both drivers take as it is needs no conversion on the way. *Sealed* columns are bytes that only the person's key
opens; everything else stands open, and nothing in it is what a citizen said. Moments that are compared with the present
one, such as when something is due, are milliseconds since 1970.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql

REVISION = "0002"  # of the migrations: what this code reads and writes

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# On PostgreSQL texts are compared byte by byte, whatever language its database was made for.
Words = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
ROOM = {"fillfactor": 80}  # for rows that change: the new one fits beside the old one, and no index is touched
# A queue grows and shrinks within minutes, and PostgreSQL plans by what it knew when it last counted the rows.
QUEUE = {**ROOM, "autovacuum_analyze_scale_factor": 0.02, "autovacuum_analyze_threshold": 50}


def _id(name: str = "id") -> Column[str]:
    return Column(name, Words, primary_key=True)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Words, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _counter(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def _moment(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _lease() -> Column[int]:
    """Until when somebody works on it; long past when nobody does."""
    return Column("lease", BigInteger, nullable=False, server_default="0")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _to(name: str, table: str) -> Column[str]:
    return Column(name, Words, ForeignKey(f"{table}.id"), nullable=False)


# Content as it was when a conversation began with it: outlives its files.
release = Table("release", metadata, _id(), _number("format"), _bytes("body"), _text("created"))

# One row: the key that hashes are made with, wrapped.
lookup_key = Table(
    "lookup_key", metadata, Column("number", Integer, primary_key=True, autoincrement=False), _bytes("wrapped")
)

# Retention is by person.
person = Table("person", metadata, _id(), _text("created"), _text("kept_until"), _text("erased", nullable=True))
Index(None, person.c.kept_until, postgresql_where=person.c.erased.is_(None), sqlite_where=person.c.erased.is_(None))

# Destroyed is erased.
person_key = Table(
    "person_key",
    metadata,
    Column("person", Words, ForeignKey("person.id"), nullable=False),
    _number("number"),
    _bytes("wrapped"),
    PrimaryKeyConstraint("person", "number"),
)

# The id is the keyed hash of account and sender: whoever comes first makes the row, and the other finds it.
address = Table(
    "address",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    _text("account"),
    _bytes("value", nullable=True),  # sealed; absent for tokens, which nobody is reached by
    _text("consent", nullable=True),
    _text("opted_out", nullable=True),
)

# Where an address leads now: one row, or none.
binding = Table(
    "binding",
    metadata,
    Column("address", LargeBinary, ForeignKey("address.id", ondelete="CASCADE"), primary_key=True),
    _to("person", "person"),
    _to("conversation", "conversation"),
    _text("since"),
    Index(None, "person"),
)

# One person's way through one journey. What changes every turn is in no index. Version 0: erased.
conversation = Table(
    "conversation",
    metadata,
    _id(),
    _to("person", "person"),
    _text("journey"),
    _to("release", "release"),
    _number("version"),
    _number("last_event"),
    _text("channel"),
    _text("language"),
    _text("county"),
    _number("result", nullable=True),
    _bytes("state", nullable=True),  # sealed
    _bytes("private", nullable=True),  # sealed apart
    _text("owner", nullable=True),  # the server key that it was begun with
    Index(None, "person"),
    postgresql_with=ROOM,
)

# Never changed after. Erasure leaves its key and nothing else, so that a late repeat is still known.
turn = Table(
    "turn",
    metadata,
    _to("conversation", "conversation"),
    _number("version"),
    _text("account"),
    _bytes("input_hash"),
    _bytes("body_hash", nullable=True),
    _text("actor", nullable=True),
    _text("at", nullable=True),
    _text("outcome", nullable=True),
    _bytes("input", nullable=True),  # sealed, as the rest
    _bytes("events", nullable=True),
    _bytes("prompts", nullable=True),
    _bytes("private", nullable=True),
    _number("last_event", nullable=True),  # of the conversation, with those of this turn
    PrimaryKeyConstraint("conversation", "version"),
    UniqueConstraint("account", "input_hash"),
)

code = Table(
    "code",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    _to("conversation", "conversation"),
    _number("number"),
    _text("kind"),
    _text("expires", nullable=True),  # of what is used once; a return code is good for as long as its person is kept
    _text("used", nullable=True),
    UniqueConstraint("conversation", "kind", "number"),
)

# One row for each address that can be sent to, or that an input waits from; and one for each endpoint and conversation.
# Its id is that of the address; for an endpoint it is `<endpoint>.<conversation>` as bytes. What is sent or waits has
# its number from here, so numbers follow the order of commits. One that is stopped is never deleted.
lane = Table(
    "lane",
    metadata,
    Column("address", LargeBinary, primary_key=True),
    _text("account"),
    _text("endpoint", nullable=True),  # that it leads to, for an account whose addresses are endpoints
    _moment("due", nullable=True),  # when there may be something to send; null when nothing waits
    _lease(),
    _counter("fence"),  # of the newest lease
    _counter("issued"),  # the number of the last message
    _moment("paused", nullable=True),  # until when nothing is sent
    _text("stopped", nullable=True),  # since when the address wants no more messages
    _text("dead", nullable=True),  # why nothing reaches the address, until somebody writes from it
    _counter("kept"),  # the number of the last input that was made to wait
    _counter("waiting"),  # inputs that wait now
    Index(None, "account", "due", postgresql_where=text("due is not null"), sqlite_where=text("due is not null")),
    postgresql_with=QUEUE,
)

# Accounts that must wait, as after a provider said that we send too much.
channel_account = Table(
    "channel_account", metadata, Column("account", Words, primary_key=True), _moment("paused"), postgresql_with=ROOM
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
    _id(),
    _bytes("lane"),
    _number("n"),  # its place in the lane
    _to("person", "person"),
    _to("conversation", "conversation"),
    _number("version"),  # of the turn that says it
    _text("account"),
    _text("kind"),
    _bytes("to", nullable=True),  # sealed; absent where the lane tells the endpoint
    _text("state"),
    _counter("attempt"),
    Column("reason", Words, nullable=False, server_default=""),
    _text("made"),
    _moment("use_before"),
    _moment("not_before", nullable=True),
    _bytes("parts", nullable=True),  # sealed: its words, once they were made
    _counter("part_count"),  # how many they are
    _counter("sent"),  # parts that were accepted
    Column("provider_ids", Words, nullable=False, server_default=""),  # of the parts, with spaces between
    _text("changed"),
    _text("told", nullable=True),  # since when a person knows that it did not arrive
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
    _text("part"),
    _text("account"),
    _text("status"),
    Column("code", Words, nullable=False, server_default=""),  # the provider's own
    Column("reason", Words, nullable=False, server_default=""),
    Column("provider_id", Words, nullable=False, server_default=""),
    _text("message", nullable=True),  # absent as long as the part is not known
    _text("at"),
    PrimaryKeyConstraint("part", "account", "status", "code"),
    Index(None, "message"),
)

# Inputs that could not be handled when they came: in order for each address.
waiting_input = Table(
    "waiting_input",
    metadata,
    _id(),
    _text("account"),
    _bytes("input_hash"),
    _bytes("address"),
    _number("n"),  # its place among those of the address
    _bytes("body", nullable=True),  # sealed by the master key: there may be no person yet
    _text("state"),  # waiting, set_aside or done
    _counter("attempts"),
    _moment("due"),
    _lease(),
    _counter("fence"),
    _text("came"),
    Column("reason", Words, nullable=False, server_default=""),  # the class of the last error
    UniqueConstraint("account", "input_hash"),
    UniqueConstraint("address", "n"),
    Index(None, "due", postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'")),
)

timer = Table(
    "timer",
    metadata,
    _to("conversation", "conversation"),
    _text("kind"),
    _moment("due"),
    _number("revision"),  # of what it was set for
    _lease(),
    _counter("fence"),
    PrimaryKeyConstraint("conversation", "kind"),
    Index(None, "due"),
)

# A matter that a person must look at: one that is open, at most, for a person and a topic.
citizen_case = Table(
    "citizen_case",
    metadata,
    _id(),
    _to("person", "person"),
    _to("conversation", "conversation"),
    _text("topic"),
    _flag("urgent"),
    _text("status"),  # open or closed
    _text("opened"),
    _text("promised_by"),
    _text("owner", nullable=True),
    _text("channel"),
    _text("language"),
    _text("county"),
    _text("interpreter"),
    _number("version"),  # and the number of its last event
    Index(
        "uq_citizen_case_open",
        "person",
        "topic",
        unique=True,
        postgresql_where=text("status = 'open'"),
        sqlite_where=text("status = 'open'"),
    ),
    Index(None, "person"),
    Index(
        None,
        "urgent",
        "promised_by",
        postgresql_where=text("status = 'open'"),
        sqlite_where=text("status = 'open'"),
    ),
    postgresql_with=ROOM,
)

case_event = Table(
    "case_event",
    metadata,
    _to("case", "citizen_case"),
    _number("n"),
    _text("kind"),
    _text("actor"),
    _text("at"),
    _text("reason"),
    _bytes("body", nullable=True),  # sealed
    PrimaryKeyConstraint("case", "n"),
)

# A promised call: one, at most, that is still due for a person.
callback = Table(
    "callback",
    metadata,
    _id(),
    _to("person", "person"),
    _to("conversation", "conversation"),
    _text("case", nullable=True),
    _text("slot"),  # empty for as soon as possible
    _text("status"),
    _moment("due", nullable=True),  # absent when it is over
    _number("attempt"),
    _bytes("number", nullable=True),  # sealed
    _text("language"),
    _text("interpreter"),
    _flag("may_leave_message"),
    _text("requested"),  # the place in line is by this
    _number("version"),
    Index(
        "uq_callback_open",
        "person",
        unique=True,
        postgresql_where=text("due is not null"),
        sqlite_where=text("due is not null"),
    ),
    Index(None, "person"),
    Index(None, "due", postgresql_where=text("due is not null"), sqlite_where=text("due is not null")),
)

# How many calls were promised in a slot, in each language.
slot = Table(
    "slot",
    metadata,
    _text("slot"),
    _text("language"),
    _number("taken"),
    _number("capacity"),
    PrimaryKeyConstraint("slot", "language"),
    postgresql_with=ROOM,
)

# Where front-ends that began conversations want to hear of them.
endpoint = Table(
    "endpoint",
    metadata,
    _id(),
    _text("owner"),
    _text("url"),
    _bytes("secrets"),  # wrapped by the master key
    _text("created"),
    _text("disabled", nullable=True),
    Index(None, "owner"),
)

# What insight reads. Spread over shards, so that two commits seldom wait for the same row.
COUNTED = ("day", "journey", "release", "channel", "language", "question", "outcome")
counting = Table(
    "counting",
    metadata,
    *(_text(name) for name in COUNTED),
    _number("shard"),
    Column("n", BigInteger, nullable=False),
    PrimaryKeyConstraint(*COUNTED, "shard"),
    postgresql_with=ROOM,
)

# Tries of codes that were not right. The latest one says until when they count.
attempt = Table(
    "attempt",
    metadata,
    _text("space"),
    _bytes("source"),
    _number("n"),
    Column("until", BigInteger, nullable=False),  # seconds since 1970
    Column("before", BigInteger, nullable=False),  # what it was before the latest, which may turn out right
    PrimaryKeyConstraint("space", "source"),
)

# Who was erased, without a name: read again after a restore.
erasure = Table("erasure", metadata, Column("person", Words, primary_key=True), _text("at"))

REVISIONS = Table("alembic_version", MetaData(), Column("version_num", Words, primary_key=True))

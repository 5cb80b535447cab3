"""The tables. Ids are text, moments and days are ISO text in UTC, hashes and sealed values are bytes.

What both drivers take as it is needs no conversion on the way. *Sealed* columns are bytes that only the person's key
opens; everything else stands open, and nothing in it is what a citizen said.
"""

from sqlalchemy import (
    BigInteger,
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
)
from sqlalchemy.dialects import postgresql

REVISION = "0001"  # of the migrations: what this code reads and writes

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


def _id(name: str = "id") -> Column[str]:
    return Column(name, Words, primary_key=True)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Words, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


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
    _text("expires", nullable=True),  # of a move code; a return code is good for as long as its person is kept
    _text("used", nullable=True),
    UniqueConstraint("conversation", "kind", "number"),
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

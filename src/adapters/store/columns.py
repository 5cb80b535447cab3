"""What tables are made of: how things are named, and the kinds of columns there are."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
)
from sqlalchemy.dialects import postgresql

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


def id_(name: str = "id") -> Column[str]:
    return Column(name, Words, primary_key=True)


def text_(name: str, *, nullable: bool = False, empty: bool = False) -> Column[str]:
    return Column(name, Words, nullable=nullable, server_default="" if empty else None)


def number_(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def bytes_(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def counter_(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


def moment_(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def lease_() -> Column[int]:
    """Until when somebody works on it; long past when nobody does."""
    return Column("lease", BigInteger, nullable=False, server_default="0")


def flag_(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def to_(name: str, table: str) -> Column[str]:
    return Column(name, Words, ForeignKey(f"{table}.id"), nullable=False)

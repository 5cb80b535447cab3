"""Filters that staff keep for themselves, and the cases that somebody closed lately.

Safe while the old code runs: it knows nothing of either.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Add a table and an index."""
    op.create_table(
        "saved_filter",
        *(sa.Column(name, WORDS, nullable=False) for name in ("staff", "name", "query")),
        sa.ForeignKeyConstraint(["staff"], ["staff.id"], name=op.f("fk_saved_filter_staff_staff")),
        sa.PrimaryKeyConstraint("staff", "name", name=op.f("pk_saved_filter")),
    )
    where = sa.text("status = 'closed'")
    op.create_index(
        "ix_citizen_case_closed", "citizen_case", ["owner", "closed"], postgresql_where=where, sqlite_where=where
    )

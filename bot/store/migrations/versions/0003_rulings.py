"""Rulings: what became of a sent question, the way back to whoever asked, and what was decided for everybody."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sent_questions") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="question"))
        batch_op.add_column(sa.Column("expires", Moment(), nullable=True))
        batch_op.add_column(sa.Column("verdict", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("ruling", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed", Moment(), nullable=True))
        batch_op.create_index("ix_sent_questions_expires", ["expires"], unique=False)
    op.add_column("outbox", sa.Column("quiet", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "askers",
        sa.Column("school", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=255), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("school", "question"),
    )
    with op.batch_alter_table("askers") as batch_op:
        batch_op.create_index("ix_askers_expires", ["expires"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("school", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(length=255), nullable=False),
        sa.Column("under", sa.Text(), nullable=False),
        sa.Column("withdrawn", Moment(), nullable=True),
        sa.Column("changed_by", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )

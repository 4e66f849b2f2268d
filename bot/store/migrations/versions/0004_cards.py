"""Cards: messages with buttons for some people only, as they stand."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("school", sa.String(length=40), nullable=False),
        sa.Column("handle", sa.String(length=400), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("school", "handle"),
    )
    with op.batch_alter_table("cards") as batch_op:
        batch_op.create_index("ix_cards_at", ["at"], unique=False)

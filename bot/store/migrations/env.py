"""Alembic's entry: runs the revisions on the connection it is given, and leaves logging alone."""

from alembic import context

from bot.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,  # true of both databases here: a migration happens whole or not at all
)
with context.begin_transaction():
    context.run_migrations()

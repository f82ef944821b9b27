"""What Alembic runs for each command. The connection, its transaction and its lock are given."""

from alembic import context

from engine.store.migrations.rendering import render_item
from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
)
context.run_migrations()

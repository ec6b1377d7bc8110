"""Run the migrations on the database of the settings, or on a connection that is handed over."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from service.db import make_owner_engine
from service.settings import Settings
from service.tables import metadata


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Tell our tables from those of the job queue, which its library knows."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def migrate(connection: Connection) -> None:
    """Run what is missing in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        include_name=is_ours,
        include_object=alembic_helpers.include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    migrate(connection)
else:
    engine = make_owner_engine(Settings().database_url)
    with engine.connect() as own:
        migrate(own)
    engine.dispose()

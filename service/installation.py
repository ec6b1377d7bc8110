"""Where the database of an installation is, for commands that run beside the service or without it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from service.cluster import find_cluster, running_cluster
from service.db import make_engine
from service.settings import Settings


def has_database(settings: Settings) -> bool:
    """Say whether there is a database that can be asked now, without starting one."""
    return bool(settings.database_url) or find_cluster(settings.data_dir) is not None


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """Give the engine of an installation: its `DATABASE_URL`, else the private cluster, started where it must be."""
    if settings.database_url:
        yield from _engine(settings.database_url)
    else:
        with running_cluster(settings.data_dir) as cluster:
            yield from _engine(cluster.database_url)


def _engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    try:
        yield engine
    finally:
        engine.dispose()

"""Where the database of an installation is, for commands that run beside the service or without it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from service.cluster import find_cluster, running_cluster
from service.db import make_engine
from service.settings import Settings


class NoDatabaseError(Exception):
    """Neither is a database configured, nor does the data folder hold one."""


def has_database(settings: Settings) -> bool:
    """Say whether there is a database that can be asked now, without starting one."""
    return bool(settings.database_url) or find_cluster(settings.data_dir) is not None


@contextmanager
def engine_of(settings: Settings, *, makes_cluster: bool = False) -> Iterator[Engine]:
    """Give the engine of an installation: its `DATABASE_URL`, else the private cluster, started where it must be.

    Parameters
    ----------
    makes_cluster
        Make the private cluster where the data folder has none.

    Raises
    ------
    NoDatabaseError
        If there is neither.
    ClusterError
        If the cluster does not start.
    """
    if settings.database_url:
        yield from _engine(settings.database_url)
    elif makes_cluster or (settings.data_dir / "cluster").exists():
        with running_cluster(settings.data_dir) as cluster:
            yield from _engine(cluster.database_url)
    else:
        raise NoDatabaseError(
            f"DATABASE_URL is not set, and {settings.data_dir.resolve()} holds no database. Set it or "
            "LANDRELEASE_DATA_DIR, or start ./run first."
        )


def _engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    try:
        yield engine
    finally:
        engine.dispose()

"""Where the database of an installation is, for commands that run beside the service or without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from service.cluster import find_cluster, running_cluster
from service.db import make_engine, make_owner_engine
from service.settings import Settings


class NoDatabaseError(Exception):
    """Neither is a database configured, nor does the data folder hold one."""


def has_database(settings: Settings) -> bool:
    """Say whether there is a database that can be asked now, without starting one."""
    return bool(settings.database_url) or find_cluster(settings.data_dir) is not None


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """Give the engine of an installation, on which the service works: as its role, whoever the URL names.

    Raises
    ------
    NoDatabaseError
        If neither is `DATABASE_URL` set nor does the data folder hold a cluster.
    ClusterError
        If the cluster does not start.
    """
    with _urls(settings, makes_cluster=False) as urls:
        yield from _disposed(make_engine(urls.service))


@contextmanager
def owner_engine_of(settings: Settings, *, makes_cluster: bool = False) -> Iterator[Engine]:
    """Give the engine of an installation with the rights of its owner: to migrate, to back up, to restore.

    Parameters
    ----------
    makes_cluster
        Make the private cluster where the data folder has none.

    Raises
    ------
    NoDatabaseError, ClusterError
        As `engine_of`.
    """
    with _urls(settings, makes_cluster=makes_cluster) as urls:
        yield from _disposed(make_owner_engine(urls.owner))


@dataclass(frozen=True, kw_only=True)
class _Urls:
    """Where a database is, for its owner and for the service."""

    owner: str
    service: str


@contextmanager
def _urls(settings: Settings, *, makes_cluster: bool) -> Iterator[_Urls]:
    """Give the URLs of `DATABASE_URL`, else those of the private cluster, started where it must be."""
    if settings.database_url:
        yield _Urls(owner=settings.database_url, service=settings.database_url)
    elif makes_cluster or (settings.data_dir / "cluster").exists():
        with running_cluster(settings.data_dir) as cluster:
            yield _Urls(owner=cluster.database_url, service=cluster.service_url)
    else:
        raise NoDatabaseError(
            f"DATABASE_URL is not set, and {settings.data_dir.resolve()} holds no database. Set it or "
            "LANDRELEASE_DATA_DIR, or start ./run first."
        )


def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()

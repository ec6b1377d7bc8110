"""The private PostgreSQL cluster of a data folder: made, started, stopped; no other cluster is touched.

It listens on a Unix socket. Socket paths over 107 bytes are refused, so the socket is in a folder of the temporary
directory, recorded in `landrelease.conf` of the cluster. Only the server's account may enter that folder, so whoever
connects through it is trusted.
"""

import fcntl
import hashlib
import logging
import os
import re
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from service.postgresql import PostgreSQL, find_postgresql
from service.role import SERVICE_ROLE
from service.server_account import ServerProgramError, give_to_server, run_as_server, server_may_enter

DATABASE = OWNER = "landrelease"
SUPERUSER = "postgres"
DEFAULT_PORT = 5432
LONGEST_TEMPORARY_DIRECTORY = 60
SHORT_TEMPORARY_DIRECTORY = "/tmp"  # noqa: S108 -- only for mkdtemp, which makes a folder of ours alone
GENTLE_ATTEMPTS = 50
PATIENT_ATTEMPTS = 100
SETTINGS = """\
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = '256MB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
"""
THROWAWAY = """\
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
wal_compression = off
autovacuum = off
"""

log = logging.getLogger(__name__)


class ClusterError(Exception):
    """The cluster of a data folder cannot be made, started or stopped."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster.

    Attributes
    ----------
    folder
        Where its files are.
    socket_dir
        The folder of its socket.
    port
        The number in the socket's name, and the port on loopback if it listens there.
    pid
        Its first process, the postmaster.
    """

    folder: Path
    socket_dir: Path
    port: int
    pid: int

    @property
    def database_url(self) -> str:
        """The service's database, as its owner."""
        return self.url(OWNER, DATABASE)

    @property
    def service_url(self) -> str:
        """The service's database, as the role that the service works as."""
        return self.url(SERVICE_ROLE, DATABASE)

    @property
    def superuser_url(self) -> str:
        """The maintenance database, as superuser."""
        return self.url(SUPERUSER, "postgres")

    def url(self, role: str, database: str) -> str:
        """Give the URL of one of its databases for a role."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.socket_dir}&port={self.port}"

    def is_answering(self) -> bool:
        """Say whether a server listens on its socket."""
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket_dir / f".s.PGSQL.{self.port}")) == 0


def ensure_cluster(data_dir: Path, *, loopback_port: int | None = None, is_throwaway: bool = False) -> Cluster:
    """Give the running cluster of a data folder, after making and starting it where needed.

    Parameters
    ----------
    data_dir
        The data folder; the cluster is its `cluster`.
    loopback_port
        Listen on 127.0.0.1 too, for roles with a password; without it there is only the socket. Heeded when the
        cluster starts.
    is_throwaway
        Faster, and broken when the machine stops: for tests.

    Returns
    -------
    cluster
        With the database `landrelease`, owned by the role of that name, and PostGIS in it.

    Raises
    ------
    ClusterError
        If no PostgreSQL will do, or it does not start; the words say what to do.
    """
    data_dir = data_dir.resolve()
    data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data_dir / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = find_cluster(data_dir)
        if cluster is None:
            folder = (data_dir / "cluster").resolve() if (data_dir / "cluster").exists() else _make(data_dir)
            cluster = _start(folder, loopback_port, THROWAWAY if is_throwaway else "")
        _prepare_database(cluster)
    return cluster


def find_cluster(data_dir: Path) -> Cluster | None:
    """Give the running cluster of a data folder, None where it does not run or is not ready yet."""
    return _running_in((data_dir / "cluster").resolve())


def stop_cluster(cluster: Cluster) -> None:
    """Stop a cluster: sessions are ended, what they committed stays."""
    if cluster.is_answering():
        _run(cluster.folder, "pg_ctl", ["stop", "--silent", "--mode=fast", f"--pgdata={cluster.folder}"])
    shutil.rmtree(cluster.socket_dir, ignore_errors=True)


@contextmanager
def running_cluster(data_dir: Path) -> Iterator[Cluster]:
    """Give the cluster of a data folder for a while; it is stopped again only if it was started here."""
    was_running = find_cluster(data_dir) is not None
    cluster = ensure_cluster(data_dir)
    try:
        yield cluster
    finally:
        if not was_running:
            stop_cluster(cluster)


def _make(data_dir: Path) -> Path:
    """Give the folder of a cluster that is there but for its start."""
    folder = _place(data_dir)
    if not folder.exists():
        _initialise(folder)
    if folder.parent != data_dir:
        (data_dir / "cluster").symlink_to(folder)
    return folder


def _initialise(folder: Path) -> None:
    """Make the cluster's files beside their place and move them in whole: a half-made cluster is never started."""
    log.info("Making a private PostgreSQL cluster in %s.", folder)
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    give_to_server(unfinished)
    authentication = ["--auth-local=trust", "--auth-host=scram-sha-256", f"--username={SUPERUSER}"]
    form = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"]
    _run(unfinished, "initdb", [f"--pgdata={unfinished}", *authentication, *form])
    with (unfinished / "postgresql.conf").open("a") as configuration:
        configuration.write("include = 'landrelease.conf'\n")
    unfinished.rename(folder)


def _place(data_dir: Path) -> Path:
    """Give the cluster's folder: in the data folder, or elsewhere if the server's account may not go there."""
    if server_may_enter(data_dir):
        return data_dir / "cluster"
    folder = Path("/var/lib/landrelease") / _cluster_name(data_dir)
    log.info("The account of the server may not enter %s, so the cluster goes to %s.", data_dir, folder)
    return folder


def _start(folder: Path, loopback_port: int | None, more_settings: str) -> Cluster:
    _clear_after_crash(folder)
    where = f"""\
# Written anew at each start.
cluster_name = '{_cluster_name(folder)}'
listen_addresses = '{"127.0.0.1" if loopback_port else ""}'
port = {loopback_port or DEFAULT_PORT}
unix_socket_directories = '{_socket_dir(folder)}'
"""
    (folder / "landrelease.conf").write_text(where + SETTINGS + more_settings)
    log.info("Starting the cluster in %s.", folder)
    said = folder / "server.log"
    _run(folder, "pg_ctl", ["start", "--silent", "--timeout=300", f"--pgdata={folder}", f"--log={said}"])
    if cluster := _running_in(folder):
        return cluster
    words = f"PostgreSQL has started and stopped again; {said} has its reasons."
    raise ClusterError(words)


def _running_in(folder: Path) -> Cluster | None:
    """Give the cluster of a folder, after some patience with one that listens and takes no sessions (yet)."""
    try:
        pid, _, _, port, socket_dir, *_ = (folder / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, ValueError):
        return None
    cluster = Cluster(folder, Path(socket_dir), int(port), int(pid))
    for _ in range(PATIENT_ATTEMPTS):
        with suppress(psycopg.OperationalError):
            _superuser(cluster, "postgres").close()
            return cluster
        if not cluster.is_answering():
            break
        time.sleep(0.1)
    return None


def _clear_after_crash(folder: Path) -> None:
    """End what a killed server left behind: its processes, and the file that would pass for a running server.

    PostgreSQL alone would wait for busy sessions of the old server to end, and would take any process that has got
    the old number since, after a restart of the machine, for the old server.
    """
    for attempt in range(100):
        left = _processes(folder)
        if not left:
            break
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT if attempt < GENTLE_ATTEMPTS else signal.SIGKILL)
        time.sleep(0.1)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _processes(folder: Path) -> list[int]:
    """Give the processes of a cluster's server, known by their command lines: the folder's, or the cluster's name."""
    postmaster = b"\0-D\0%s\0" % os.fsencode(folder)
    child = b"postgres: %s: " % _cluster_name(folder).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            command_line = (process / "cmdline").read_bytes()
            if command_line.startswith(child) or command_line.endswith(postmaster):
                found.append(int(process.name))
    return found


def _cluster_name(folder: Path) -> str:
    return f"landrelease-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"


def _socket_dir(folder: Path) -> Path:
    """Give an empty folder for the socket: the one used before while it is still ours alone, or a new one.

    A service that outlives a crash of PostgreSQL finds it again where it was.
    """
    configuration = folder / "landrelease.conf"
    text = configuration.read_text() if configuration.exists() else ""
    if recorded := re.search(r"^unix_socket_directories = '(.+)'$", text, re.MULTILINE):
        before = Path(recorded[1])
        if before.is_dir() and before.stat().st_uid == folder.stat().st_uid and before.stat().st_mode & 0o077 == 0:
            for left in before.glob(".s.PGSQL.*"):
                left.unlink()
            return before
    is_short = len(tempfile.gettempdir()) < LONGEST_TEMPORARY_DIRECTORY
    made = Path(tempfile.mkdtemp(prefix="landrelease-", dir=None if is_short else SHORT_TEMPORARY_DIRECTORY))
    give_to_server(made)
    return made


def _run(folder: Path, program: str, arguments: list[str]) -> None:
    try:
        run_as_server(folder, _server_of(folder).program(program), arguments)
    except ServerProgramError as error:
        raise ClusterError(str(error)) from error


def _server_of(folder: Path) -> PostgreSQL:
    """Give the PostgreSQL for a cluster: the version that made it, for a new one the newest."""
    version = folder / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    if server := find_postgresql(major):
        return server
    needed = f"PostgreSQL {major}, which made {folder}," if major else "PostgreSQL 15 or newer"
    words = f"{needed} with PostGIS 3.3 or newer is not on this machine."
    raise ClusterError(words)


def _prepare_database(cluster: Cluster) -> None:
    """Make the service's role and database, with PostGIS, which only a superuser may install."""
    with _superuser(cluster, "postgres") as connection:
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).rowcount:
            connection.execute(SQL("CREATE ROLE {} LOGIN CREATEROLE").format(Identifier(OWNER)))
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
            connection.execute(SQL("CREATE DATABASE {} OWNER {}").format(Identifier(DATABASE), Identifier(OWNER)))
    with _superuser(cluster, DATABASE) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")


def _superuser(cluster: Cluster, database: str) -> psycopg.Connection[TupleRow]:
    where = {"host": str(cluster.socket_dir), "port": str(cluster.port), "dbname": database}
    return psycopg.connect(make_conninfo(user=SUPERUSER, **where), autocommit=True)

"""`./run`: from a data folder to a served address, step by step."""

import argparse
import fcntl
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer
from sqlalchemy.exc import OperationalError

from service.beside import leave_when_told
from service.cluster import Cluster, ClusterError, ensure_cluster, stop_cluster
from service.commands.installation import migrate, seed, serve
from service.machine import MissingProgramError, ensure_page_scripts, ensure_postgresql
from service.settings import Settings

WATCH_EVERY_S = 1.0

log = logging.getLogger("service.start")  # by its name, for run as a program it is called __main__


class AlreadyInUseError(Exception):
    """Another process serves from the data folder or listens on the port."""


def main() -> None:
    """Set up, serve until Ctrl-C, and stop what was started."""
    parser = argparse.ArgumentParser(prog="./run", description=__doc__)
    parser.add_argument("--empty", action="store_true", help="districts, organisations and codelists, no demonstration")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("service").setLevel(logging.INFO)
    leave_when_told()
    try:
        with suppress(KeyboardInterrupt):
            run(Settings(), is_empty=arguments.empty)
    except (AlreadyInUseError, ClusterError, MissingProgramError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database does not answer: {error.orig}")
    except typer.Exit as error:
        sys.exit(error.exit_code)


def run(settings: Settings, *, is_empty: bool) -> None:
    """Prepare the machine, the database and its contents, and serve.

    Raises
    ------
    AlreadyInUseError
        If the data folder or the port is taken.
    ClusterError, MissingProgramError
        If there is no database to be had; the words say what to do.
    """
    _check_port(settings.host, settings.port)
    ensure_page_scripts()
    with _claimed(settings.data_dir), _database(settings):
        _serve(settings, is_empty=is_empty)


def _serve(settings: Settings, *, is_empty: bool) -> None:
    log.info("Bringing the database's tables and contents up to date.")
    migrate()
    seed(empty=is_empty)
    threading.Thread(target=_announce, args=[settings.host, settings.port], daemon=True).start()
    serve()


@contextmanager
def _claimed(data_dir: Path) -> Iterator[None]:
    """Keep the data folder from being served by two processes."""
    data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data_dir / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            words = f"Another ./run serves from {data_dir}. Set LANDRELEASE_DATA_DIR and PORT to run a second one."
            raise AlreadyInUseError(words) from error
        yield


@contextmanager
def _database(settings: Settings) -> Iterator[None]:
    """Keep the private cluster running meanwhile, unless another database is set."""
    if settings.database_url:
        yield
        return
    ensure_postgresql()
    cluster = ensure_cluster(settings.data_dir, loopback_port=settings.cluster_port)
    is_over = threading.Event()
    watch = threading.Thread(target=_keep_running, args=[cluster, settings, is_over])
    watch.start()
    try:
        yield
    finally:
        log.info("Stopping the cluster.")
        is_over.set()
        watch.join()
        stop_cluster(cluster)


def _keep_running(cluster: Cluster, settings: Settings, is_over: threading.Event) -> None:
    """Start the cluster again whenever it is gone; give up, and end the service, where that fails."""
    while not is_over.wait(WATCH_EVERY_S):
        if cluster.is_answering():
            continue
        log.warning("PostgreSQL has gone; starting it again.")
        try:
            ensure_cluster(settings.data_dir, loopback_port=settings.cluster_port)
        except ClusterError:
            log.exception("PostgreSQL does not start again.")
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _check_port(host: str, port: int) -> None:
    """Refuse early, before anything is set up, to serve where somebody else does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        words = f"Cannot serve on {host}, port {port}: {os.strerror(error.errno or 0)}. Set PORT to another number."
        raise AlreadyInUseError(words) from error


def _announce(host: str, port: int) -> None:
    """Print the address as soon as the service answers there."""
    address = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 -- compared, not bound
    while True:
        try:
            socket.create_connection((address, port), timeout=1).close()
        except OSError:
            threading.Event().wait(0.1)
        else:
            break
    shown = f"[{address}]" if ":" in address else address
    log.info("Landrelease is at http://%s:%d (Ctrl-C stops it).", shown, port)


if __name__ == "__main__":
    main()

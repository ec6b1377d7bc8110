"""What the machine must have besides Python: PostgreSQL with PostGIS, the page scripts, a browser for the tests.

What is missing is installed where we may: packages of the distribution as root or with a sudo that asks for no
password, page scripts from the npm registry. Where we may not, the command to type is said.
"""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.postgresql import find_postgresql

PROJECT = Path(__file__).resolve().parent.parent
VENDOR = PROJECT / "service" / "web" / "static" / "vendor"
CREATECLUSTER = "/etc/postgresql-common/createcluster.conf"

log = logging.getLogger(__name__)


class MissingProgramError(Exception):
    """Something that must be on the machine is missing, and only its administrator can install it."""


def ensure_postgresql() -> None:
    """Install PostgreSQL with PostGIS from the distribution where no server of this machine will do.

    Raises
    ------
    MissingProgramError
        If we may not install it, or if what the distribution has is too old.
    """
    if find_postgresql():
        return
    as_root = _as_root("postgresql-postgis")
    log.info("Installing PostgreSQL with PostGIS from the distribution; this takes a minute or two.")
    _install(as_root, "postgresql-common")
    with _no_main_cluster(as_root):
        _install(as_root, "postgresql-postgis")
    if not find_postgresql():
        words = (
            "This distribution's PostgreSQL or PostGIS is too old: PostgreSQL 15 with PostGIS 3.3 or newer is needed. "
            "Install them from another source, or set DATABASE_URL to a database elsewhere."
        )
        raise MissingProgramError(words)


def find_chromium() -> str | None:
    """Give the browser that the tests drive: the build without windows, which takes half the time, or the whole."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def ensure_chromium() -> None:
    """Install the browser that the tests drive."""
    if not find_chromium():
        as_root = _as_root("chromium-headless-shell")
        log.info("Installing Chromium for the browser tests from the distribution.")
        _install(as_root, "chromium-headless-shell")


def ensure_page_scripts() -> None:
    """Fetch the scripts of the pages at the versions of package-lock.json, checked against its hashes."""
    locked = b"".join((PROJECT / name).read_bytes() for name in ("package.json", "package-lock.json"))
    wanted = hashlib.sha256(locked).hexdigest()
    stamp = VENDOR / "installed.sha256"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    log.info("Fetching the scripts of the pages and maps.")
    with _npm() as environment:
        _run(["npm", "ci"], environment)
        _run(["npm", "run", "vendor"], environment)
    shutil.rmtree(PROJECT / "node_modules")
    stamp.write_text(wanted)


@contextmanager
def _npm() -> Iterator[dict[str, str]]:
    """Give an environment whose PATH has npm: the machine's own, or one from PyPI that goes away again."""
    if shutil.which("npm"):
        yield dict(os.environ)
        return
    with tempfile.TemporaryDirectory(prefix="landrelease-npm-") as folder:
        venv.create(folder, with_pip=True)
        programs = Path(folder) / "bin"
        lock = PROJECT / "requirements-node.lock"
        _run([str(programs / "python"), "-m", "pip", "install", "--require-hashes", "-r", str(lock)])
        yield {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


@contextmanager
def _no_main_cluster(as_root: Sequence[str]) -> Iterator[None]:
    """Keep Debian from starting a cluster of its own on the machine while PostgreSQL is installed."""
    setting = ["pg_conftool", CREATECLUSTER]
    shown = subprocess.run([*setting, "show", "create_main_cluster"], check=False, capture_output=True, text=True)
    if shown.returncode == 0:  # the administrator has decided already
        yield
        return
    _run([*as_root, *setting, "set", "create_main_cluster", "off"])
    try:
        yield
    finally:
        _run([*as_root, *setting, "remove", "create_main_cluster"])


def _as_root(package: str) -> list[str]:
    """Give what must stand before a command to run it as root."""
    command = f"sudo apt-get update && sudo apt-get install {package}"
    if not shutil.which("apt-get"):
        words = f"This machine has no apt-get: install what Debian calls {package} in its own way, then start again."
        raise MissingProgramError(words)
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode:
        words = f"Something is missing that only an administrator can install. Type\n    {command}\nthen start again."
        raise MissingProgramError(words)
    return ["sudo", "-n"]


def _install(as_root: Sequence[str], package: str) -> None:
    apt_get = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    _run([*apt_get, "update"])
    _run([*apt_get, "install", "--yes", "--no-install-recommends", package])


def _run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run a command in silence; what it said is told only when it fails."""
    result = subprocess.run(
        command, check=False, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if result.returncode:
        words = f"{' '.join(command)} failed:\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
        raise MissingProgramError(words)


def main(arguments: Sequence[str]) -> None:
    """Set the machine up; `--tests` adds what only the tests need."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        ensure_postgresql()
        ensure_page_scripts()
        if "--tests" in arguments:
            ensure_chromium()
    except MissingProgramError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])

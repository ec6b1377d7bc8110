"""The PostgreSQL of this machine: which of its servers carry PostGIS, and where servers' and clients' programs are."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_POSTGRESQL = 15
OLDEST_POSTGIS = (3, 3)


@dataclass(frozen=True)
class PostgreSQL:
    """The programs of one installed PostgreSQL server with PostGIS.

    Attributes
    ----------
    bin_dir
        Where `initdb`, `pg_ctl`, `pg_dump` and `postgres` are.
    major
        Its major version, such as 15: a cluster can only be run by the version that made it.
    """

    bin_dir: Path
    major: int

    def program(self, name: str) -> str:
        """Give the path of one of its programs."""
        return str(self.bin_dir / name)


def find_postgresql(major: int | None = None) -> PostgreSQL | None:
    """Give the newest PostgreSQL with PostGIS that is new enough.

    Parameters
    ----------
    major
        Only this major version, for a cluster that it made.

    Returns
    -------
    postgresql
        None where no server has PostgreSQL 15 or newer with PostGIS 3.3 or newer.
    """
    found = [server for folder in _bin_dirs() if (server := _server_in(folder)) and major in {None, server.major}]
    return max(found, key=lambda server: server.major, default=None)


def find_client(major: int) -> Path | None:
    """Give the folder of pg_dump and pg_restore for a server: those of its own major version, else the next newer.

    Returns
    -------
    bin_dir
        None where there are none, or only older ones, which refuse a newer server.
    """
    found = {version: folder for folder in _bin_dirs() if (version := _client_version(folder)) >= major}
    return found[min(found)] if found else None


def _bin_dirs() -> Iterator[Path]:
    """Give the folders that may hold a server: the distributions' own places, then what PATH names."""
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    for name in ("pg_config", "postgres", "pg_dump"):
        if program := shutil.which(name):
            yield Path(program).resolve().parent


def _server_in(bin_dir: Path) -> PostgreSQL | None:
    if not all((bin_dir / name).exists() for name in ("initdb", "pg_config", "pg_ctl", "postgres")):
        return None
    version = re.search(r"PostgreSQL\) (\d+)", _output(bin_dir / "postgres", "--version"))
    if version is None or int(version[1]) < OLDEST_POSTGRESQL:
        return None
    extensions = Path(_output(bin_dir / "pg_config", "--sharedir")) / "extension"
    return PostgreSQL(bin_dir, int(version[1])) if _postgis_version(extensions) >= OLDEST_POSTGIS else None


def _client_version(bin_dir: Path) -> int:
    """Give the major version of pg_dump, 0 without it."""
    if not all((bin_dir / name).exists() for name in ("pg_dump", "pg_restore")):
        return 0
    version = re.search(r"PostgreSQL\) (\d+)", _output(bin_dir / "pg_dump", "--version"))
    return int(version[1]) if version else 0


def _postgis_version(extensions: Path) -> tuple[int, int]:
    """Give the version of PostGIS whose files belong to this server, (0, 0) without one."""
    control = extensions / "postgis.control"
    text = control.read_text() if control.exists() else ""
    version = re.search(r"default_version = '(\d+)\.(\d+)", text)
    return (int(version[1]), int(version[2])) if version else (0, 0)


def _output(program: Path, option: str) -> str:
    return subprocess.run([program, option], check=True, capture_output=True, text=True).stdout.strip()

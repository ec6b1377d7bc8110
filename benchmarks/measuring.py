"""How a step is measured: in a process of its own, so that its peak memory is its own, on a database of its own.

A step prepares, yields, does what is measured, and may yield once more what it found: figures that are not seconds.
"""

import json
import os
import platform
import subprocess
import sys
import time
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from sqlalchemy import select
from sqlalchemy.orm import Session

from gis.codelists import Role
from seeds import base_files
from service.access import Actor
from service.accounts.flow import add_person
from service.cluster import Cluster
from service.db import make_engine, make_owner_engine
from service.migration import migrate
from service.tables import person
from service.uploads.flow import bulk_load
from service.uploads.order import Decision, UploadOrder

TODAY = date(2026, 1, 1)
DECISION = Decision(reason="Benchmark", accepted_warnings="Benchmark")

Figures = dict[str, float]
Step = Callable[[str, Path], Generator[Figures | None, None, None]]
"""Takes the URL of a database and a file."""


@dataclass(frozen=True)
class Measured:
    """Seconds and peak resident memory of one step, and what it found."""

    seconds: float
    peak_mib: float
    figures: Figures


def asked_arguments(parser: ArgumentParser, steps: Mapping[str, Step]) -> Namespace | None:
    """Read the command line; run the one step that it asks for, None then."""
    parser.add_argument("--step", choices=steps, help=SUPPRESS)
    parser.add_argument("--url", help=SUPPRESS)
    parser.add_argument("--file", type=Path, help=SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.step:
        return arguments
    _run_step(steps[arguments.step], arguments.url, arguments.file)
    return None


def _run_step(step: Step, url: str, file: Path) -> None:
    """Run one step in this process; print the seconds from its first `yield` to its next, its memory and figures."""
    run = step(url, file)
    next(run)
    started = time.perf_counter()
    figures = next(run, None) or {}
    seconds = time.perf_counter() - started
    found_later = next(run, None) or {}
    print(json.dumps({"seconds": seconds, "peak_mib": _peak_mib(), "figures": figures | found_later}))


def measure(module: str, name: str, url: str, *, file: Path = Path()) -> Measured:
    """Run a step of a module in a process of its own."""
    program = [sys.executable, "-m", module, "--step", name, "--url", url, "--file", str(file)]
    output = subprocess.run(program, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Measured(**json.loads(output))


def _peak_mib() -> float:
    """Give the most memory that this program held; what its parent held before it was started does not count."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def machine() -> str:
    """Say what it was measured on."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory_gib:.0f} GiB, Python {platform.python_version()}"


# --- databases ----------------------------------------------------------------------------------------------------


@contextmanager
def database(cluster: Cluster, name: str, *, template: str | None = None) -> Iterator[str]:
    """Give the URL of a database, empty but for PostGIS or a copy of another one, for a while."""
    with psycopg.connect(libpq(cluster.superuser_url), autocommit=True) as connection:
        connection.execute(f"create database {name} template {template or 'template0'} strategy file_copy")
    url = libpq(cluster.url("postgres", name))
    try:
        if template is None:
            with psycopg.connect(url) as connection:
                connection.execute("create extension postgis")
        yield url
    finally:
        with psycopg.connect(libpq(cluster.superuser_url), autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def libpq(url: str) -> str:
    """Give a URL as libpq and psycopg read it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


@contextmanager
def session_on(url: str) -> Iterator[Session]:
    """Give a session of the service; what it did is kept only if the step commits."""
    engine = make_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def prepare(url: str, hazards: Path) -> Generator[None, None, None]:
    """Migrate, load districts and hazardous areas, and add the people."""
    owner = make_owner_engine(url)
    migrate(owner)
    owner.dispose()
    with session_on(url) as session, session.begin():
        for role in (Role.ADMIN, Role.HQ_APPROVER):
            add_person(session, role.value, name=role.en, role=role, password=None)
        districts = hazards.with_name("districts.geojson")
        districts.write_bytes(base_files()[0].content)
        for file, layer in ((districts, "districts"), (hazards, "hazardous_areas")):
            order = UploadOrder(layer=layer, file_name=file.name)
            bulk_load(session, file, order, actor=actor(session, Role.ADMIN), reason="Benchmark", today=TODAY)
    yield


def actor(session: Session, role: Role) -> Actor:
    """Give the one person of a role."""
    row = session.execute(select(person).where(person.c.role == role)).one()
    return Actor(id=row.id, login=row.login, name=row.name, role=role)

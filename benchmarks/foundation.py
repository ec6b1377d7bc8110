"""How long an upload's way takes, beside `ogr2ogr` and the bare statement: `python -m benchmarks.foundation`.

Each step runs in a process of its own, so that its peak memory is its own; that of PostgreSQL and of `ogr2ogr` is not
in it. The steps run in turn on a fresh database for each repetition: what is compared was measured side by side.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks import generated
from gis.codelists import ReviewMode, Role, UploadStatus
from seeds import base_files
from service.access import Actor
from service.accounts.flow import add_person
from service.cluster import Cluster
from service.db import make_engine, sync_codelists
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.tables import person, upload
from service.throwaway import throwaway_cluster
from service.uploads.flow import bulk_load, move_upload, receive_upload
from service.uploads.order import Decision, UploadOrder

TODAY = date(2026, 1, 1)
DECISION = Decision(reason="Benchmark", accepted_warnings="Benchmark")
PROGRESS_RUNS = 9
RELEASES_IN_ORDER = """
create temporary table release as
select row_number() over (order by effective_date, code) as place, ground from release_area_current;
create index on release using gist (ground);
analyze release
"""
BARE_DIFFERENCE = """
select sum(st_area(coalesce(st_difference(r.ground, earlier.ground), r.ground)::geography))
from release r
cross join lateral (
    select st_union(e.ground) as ground
    from release e
    where e.ground && r.ground and st_intersects(e.ground, r.ground) and e.place < r.place
) earlier
"""


# --- the steps, each in a process of its own ----------------------------------------------------------------------


def prepare(url: str, hazards: Path) -> Iterator[None]:
    """Migrate, load districts and hazardous areas, and add the people."""
    with _engine(url) as engine:
        with engine.begin() as connection:
            config = Config(toml_file="pyproject.toml")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            sync_codelists(connection)
        with Session(engine) as session, session.begin():
            for role in (Role.ADMIN, Role.HQ_APPROVER):
                add_person(session, role.value, name=role.en, role=role, password=None)
            districts = hazards.with_name("districts.geojson")
            districts.write_bytes(base_files()[0].content)
            for file, layer in ((districts, "districts"), (hazards, "hazardous_areas")):
                order = UploadOrder(layer=layer, file_name=file.name)
                bulk_load(session, file, order, actor=_actor(session, Role.ADMIN), reason="Benchmark", today=TODAY)
        yield


def store(url: str, releases: Path) -> Iterator[None]:
    """Read, check and store an upload of release areas."""
    order = UploadOrder(layer="release_areas", file_name=releases.name, review=ReviewMode.ONE_PERSON)
    with _engine(url) as engine, Session(engine) as session:
        actor = _actor(session, Role.HQ_APPROVER)
        yield
        receive_upload(session, releases, order, actor=actor, today=TODAY)
        session.commit()


def load_with_ogr2ogr(url: str, releases: Path) -> Iterator[None]:
    """Load the same file with GDAL, without a check."""
    target = "PG:" + url
    options = ["-nln", "peer", "-lco", "GEOMETRY_NAME=geom", "-nlt", "PROMOTE_TO_MULTI", "-q"]
    yield
    subprocess.run(
        ["ogr2ogr", "-f", "PostgreSQL", target, str(releases), *options],
        check=True,
        env={**os.environ, "PG_USE_COPY": "YES"},
    )


def approve(url: str, _: Path) -> Iterator[None]:
    """Approve the upload: versions of records, and the ledger."""
    with _engine(url) as engine, Session(engine) as session:
        actor = _actor(session, Role.HQ_APPROVER)
        upload_id = session.scalars(select(upload.c.id).where(upload.c.status == UploadStatus.SUBMITTED)).one()
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=actor, decision=DECISION)
        yield
        move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=actor, decision=DECISION)
        session.commit()


def subtract(url: str, _: Path) -> Iterator[None]:
    """Take earlier neighbours from every release, and keep nothing."""
    with psycopg.connect(url) as connection:
        connection.execute(RELEASES_IN_ORDER)
        yield
        connection.execute(BARE_DIFFERENCE)


def ask_progress(url: str, _: Path) -> Iterator[None]:
    """Ask for the progress of the whole period by district, week and method, several times in one process."""
    by = (Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD)
    question = ProgressQuestion(start=generated.FIRST_DAY, end=TODAY, by=by)
    with _engine(url) as engine, Session(engine) as session:
        progress(session, question)
        yield
        for _run in range(PROGRESS_RUNS):
            progress(session, question)


STEPS: dict[str, Callable[[str, Path], Iterator[None]]] = {
    step.__name__: step for step in (prepare, store, load_with_ogr2ogr, approve, subtract, ask_progress)
}


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def _actor(session: Session, role: Role) -> Actor:
    row = session.execute(select(person).where(person.c.role == role)).one()
    return Actor(id=row.id, login=row.login, name=row.name, role=role)


def run_step(name: str, url: str, file: Path) -> None:
    """Run one step in this process; print the seconds from its `yield` to its end, and this process's peak memory."""
    step = STEPS[name](url, file)
    next(step)
    started = time.perf_counter()
    next(step, None)
    print(time.perf_counter() - started, _peak_mib())


def _peak_mib() -> float:
    """Give the most memory that this program held; what its parent held before it was started does not count."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


# --- repetitions, and what is printed -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """Seconds and peak resident memory of one step."""

    seconds: float
    peak_mib: float


def measure(name: str, url: str, file: Path) -> Measured:
    """Run a step in a process of its own."""
    program = [sys.executable, "-m", "benchmarks.foundation", "--step", name, "--url", url, "--file", str(file)]
    output = subprocess.run(program, stdout=subprocess.PIPE, check=True, text=True).stdout
    seconds, peak_mib = map(float, output.split())
    return Measured(seconds=seconds, peak_mib=peak_mib)


def repetition(cluster: Cluster, folder: Path, number: int) -> dict[str, Measured]:
    """Run all steps on a database of their own."""
    name = f"benchmark_{number}"
    with psycopg.connect(_libpq(cluster.superuser_url), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = _libpq(cluster.url("postgres", name))
    with psycopg.connect(url) as connection:
        connection.execute("create extension postgis")
    hazards, releases = folder / "hazardous_areas.geojson", folder / "release_areas.geojson"
    files = {"prepare": hazards}
    measured = {step: measure(step, url, files.get(step, releases)) for step in STEPS}
    with psycopg.connect(_libpq(cluster.superuser_url), autocommit=True) as connection:
        connection.execute(f"drop database {name}")
    return measured


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


ROWS: dict[str, tuple[str, str | None]] = {
    "store": ("read, check, store", "load_with_ogr2ogr"),
    "load_with_ogr2ogr": ("ogr2ogr, no check", None),
    "approve": ("approve into the ledger", "subtract"),
    "subtract": ("bare ST_Difference", None),
    "ask_progress": ("progress by district, week, method", None),
}


def report(count: int, measured: list[dict[str, Measured]]) -> None:
    """Print the medians; ratios are medians of the ratios within each repetition."""
    print(f"{count:,} release areas, {len(measured)} repetitions, medians; {_machine()}")
    print(f"{'':48}{'seconds':>10}{'ratio':>8}{'peak MiB':>10}")
    for step, (label, peer) in ROWS.items():
        runs = PROGRESS_RUNS if step == "ask_progress" else 1
        seconds = statistics.median(m[step].seconds for m in measured) / runs
        peak_mib = "" if step == "load_with_ogr2ogr" else f"{max(m[step].peak_mib for m in measured):.0f}"
        ratio = f"{statistics.median(m[step].seconds / m[peer].seconds for m in measured):.2f}" if peer else ""
        print(f"{label:48}{seconds:10.3f}{ratio:>8}{peak_mib:>10}")


def _machine() -> str:
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory_gib:.0f} GiB, Python {platform.python_version()}"


def main() -> None:
    """Measure, or run the one step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="release areas")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        run_step(arguments.step, arguments.url, arguments.file)
        return
    with tempfile.TemporaryDirectory() as folder, throwaway_cluster() as cluster:
        generated.write(Path(folder), arguments.count)
        measured = [repetition(cluster, Path(folder), number) for number in range(arguments.repetitions)]
        report(arguments.count, measured)


if __name__ == "__main__":
    main()

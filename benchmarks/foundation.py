"""How long an upload's way takes, beside `ogr2ogr` and the bare statement: `python -m benchmarks.foundation`.

The steps run in turn on a fresh database for each repetition: what is compared was measured side by side. The memory of
PostgreSQL and of `ogr2ogr` is not in the peaks.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg
from sqlalchemy import select

from benchmarks import generated
from benchmarks.measuring import (
    DECISION,
    TODAY,
    Measured,
    Step,
    actor,
    asked_arguments,
    database,
    machine,
    measure,
    prepare,
    session_on,
)
from gis.codelists import ReviewMode, Role, UploadStatus
from service.cluster import Cluster
from service.progress.queries import progress
from service.progress.questions import Dimension, ProgressQuestion
from service.tables import upload
from service.throwaway import throwaway_cluster
from service.uploads.flow import move_upload, receive_upload
from service.uploads.order import UploadOrder

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


def store(url: str, releases: Path) -> Generator[None, None, None]:
    """Read, check and store an upload of release areas."""
    order = UploadOrder(layer="release_areas", file_name=releases.name, review=ReviewMode.ONE_PERSON)
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        yield
        receive_upload(session, releases, order, actor=approver, today=TODAY)
        session.commit()


def load_with_ogr2ogr(url: str, releases: Path) -> Generator[None, None, None]:
    """Load the same file with GDAL, without a check."""
    target = "PG:" + url
    options = ["-nln", "peer", "-lco", "GEOMETRY_NAME=geom", "-nlt", "PROMOTE_TO_MULTI", "-q"]
    yield
    subprocess.run(
        ["ogr2ogr", "-f", "PostgreSQL", target, str(releases), *options],
        check=True,
        env={**os.environ, "PG_USE_COPY": "YES"},
    )


def approve(url: str, _: Path) -> Generator[None, None, None]:
    """Approve the upload: versions of records, and the ledger."""
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        upload_id = session.scalars(select(upload.c.id).where(upload.c.status == UploadStatus.SUBMITTED)).one()
        move_upload(session, upload_id, UploadStatus.REGIONAL_VERIFIED, actor=approver, decision=DECISION)
        yield
        move_upload(session, upload_id, UploadStatus.HQ_APPROVED, actor=approver, decision=DECISION)
        session.commit()


def subtract(url: str, _: Path) -> Generator[None, None, None]:
    """Take earlier neighbours from every release, and keep nothing."""
    with psycopg.connect(url) as connection:
        connection.execute(RELEASES_IN_ORDER)
        yield
        connection.execute(BARE_DIFFERENCE)


def ask_progress(url: str, _: Path) -> Generator[None, None, None]:
    """Ask for the progress of the whole period by district, week and method, several times in one process."""
    by = (Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD)
    question = ProgressQuestion(start=generated.FIRST_DAY, end=TODAY, by=by)
    with session_on(url) as session:
        progress(session, question)
        yield
        for _run in range(PROGRESS_RUNS):
            progress(session, question)


STEPS: dict[str, Step] = {
    step.__name__: step for step in (prepare, store, load_with_ogr2ogr, approve, subtract, ask_progress)
}


# --- repetitions, and what is printed -----------------------------------------------------------------------------


def repetition(cluster: Cluster, *, hazards: Path, releases: Path) -> dict[str, Measured]:
    """Run all steps on a database of their own."""
    files = {"prepare": hazards}
    with database(cluster, "foundation") as url:
        return {step: measure("benchmarks.foundation", step, url, file=files.get(step, releases)) for step in STEPS}


ROWS: dict[str, tuple[str, str | None]] = {
    "store": ("read, check, store", "load_with_ogr2ogr"),
    "load_with_ogr2ogr": ("ogr2ogr, no check", None),
    "approve": ("approve into the ledger", "subtract"),
    "subtract": ("bare ST_Difference", None),
    "ask_progress": ("progress by district, week, method", None),
}


def report(count: int, measured: list[dict[str, Measured]]) -> None:
    """Print the medians; ratios are medians of the ratios within each repetition."""
    print(f"{count:,} release areas, {len(measured)} repetitions, medians; {machine()}")
    print(f"{'':48}{'seconds':>10}{'ratio':>8}{'peak MiB':>10}")
    for step, (label, peer) in ROWS.items():
        runs = PROGRESS_RUNS if step == "ask_progress" else 1
        seconds = statistics.median(m[step].seconds for m in measured) / runs
        peak_mib = "" if step == "load_with_ogr2ogr" else f"{max(m[step].peak_mib for m in measured):.0f}"
        ratio = f"{statistics.median(m[step].seconds / m[peer].seconds for m in measured):.2f}" if peer else ""
        print(f"{label:48}{seconds:10.3f}{ratio:>8}{peak_mib:>10}")


def main() -> None:
    """Measure, or run the one step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="release areas")
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = asked_arguments(parser, STEPS)
    if arguments is None:
        return
    with tempfile.TemporaryDirectory() as folder, throwaway_cluster() as cluster:
        hazards = generated.write(generated.hazardous_areas(arguments.count), Path(folder) / "hazardous_areas.geojson")
        releases = generated.write(generated.release_areas(arguments.count), Path(folder) / "release_areas.geojson")
        measured = [repetition(cluster, hazards=hazards, releases=releases) for _ in range(arguments.repetitions)]
        report(arguments.count, measured)


if __name__ == "__main__":
    main()

"""How long an upload takes beside `ogr2ogr`, which checks nothing: `python -m benchmarks.uploads`.

The steps run in turn on a fresh database for each repetition: what is compared was measured side by side. The memory of
PostgreSQL and of `ogr2ogr` is not in the peaks.
"""

import argparse
import math
import os
import statistics
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

import shapely
from sqlalchemy.orm import Session

from benchmarks import generated
from benchmarks.measuring import (
    TODAY,
    Figures,
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
from gis.checks import Scope, Surroundings, check
from gis.codelists import ReviewMode, Role, UploadStatus
from gis.files import opened
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers
from gis.measure import area_m2
from gis.memory import no_cyclic_collection
from gis.normalise import normalise
from gis.read import Reading, read_part
from service.cluster import Cluster
from service.throwaway import throwaway_cluster
from service.uploads.flow import find_upload, receive_upload
from service.uploads.order import UploadOrder
from service.uploads.queries import store_upload
from service.uploads.staging import stage, staged_features

LAYER: Final = LAYERS_BY_NAME["release_areas"]
ANSWERS: Final = Answers()
SINGLE: Final = frozenset({Scope.ALONE})


# --- the steps, each in a process of its own ----------------------------------------------------------------------


def load_with_ogr2ogr(url: str, releases: Path) -> Generator[None, None, None]:
    """Load the file with GDAL into a bare table, without a check: the unit."""
    options = ["-nln", "peer", "-lco", "GEOMETRY_NAME=geom", "-nlt", "PROMOTE_TO_MULTI", "-q"]
    yield
    subprocess.run(
        ["ogr2ogr", "-f", "PostgreSQL", "PG:" + url, str(releases), *options],
        check=True,
        env={**os.environ, "PG_USE_COPY": "YES"},
    )


def store(url: str, releases: Path) -> Generator[None, None, None]:
    """Read the file, look at structure, rings and validity, measure on the ellipsoid, and stage the features."""
    with session_on(url) as session:
        upload_id = _store_upload(session)
        yield
        with no_cyclic_collection():
            for normal in _readings(releases):
                outlines = normal.frame.geometry
                reasons = shapely.is_valid_reason(outlines.to_numpy())
                staged = staged_features(normal.frame, LAYER)
                staged = staged.assign(change="new", base_version=None, area_m2=area_m2(outlines), reason=reasons)
                stage(session, upload_id, staged)
        session.commit()


def check_alone(_: str, releases: Path) -> Generator[Figures, None, None]:
    """Find what every rule says of each record by itself, as `landrelease check` does."""
    known = Surroundings.none(TODAY)
    yield {}
    with no_cyclic_collection():
        count = sum(len(check(normal.frame, LAYER, known, scopes=SINGLE)) for normal in _readings(releases))
    yield {"issues": count}


def submit(url: str, releases: Path) -> Generator[None, None, None]:
    """Take the file in, with all rules and neighbours, until it waits for review."""
    order = UploadOrder(layer=LAYER.name, file_name=releases.name, review=ReviewMode.ONE_PERSON)
    with session_on(url) as session:
        approver = actor(session, Role.HQ_APPROVER)
        yield
        upload_id = receive_upload(session, releases, order, actor=approver, today=TODAY)
        session.commit()
        if find_upload(session, upload_id).status != UploadStatus.SUBMITTED:
            raise RuntimeError("The upload was rejected: nothing was measured.")


def _readings(releases: Path) -> Generator[Reading, None, None]:
    """Give the file part by part, normalised."""
    with opened(releases, name=releases.name, layer=LAYER, answers=ANSWERS) as source:
        for part in source.parts():
            yield normalise(read_part(part, LAYER, crs=source.crs).frame, LAYER)


def _store_upload(session: Session) -> UUID:
    return store_upload(
        session,
        layer=LAYER.name,
        file_name="releases.geojson",
        file_sha256=b"",
        file_bytes=0,
        status=UploadStatus.CHECKING,
        review_mode=ReviewMode.ONE_PERSON,
        author_id=actor(session, Role.HQ_APPROVER).id,
    )


STEPS: dict[str, Step] = {step.__name__: step for step in (prepare, load_with_ogr2ogr, store, check_alone, submit)}


# --- repetitions, and what is printed -----------------------------------------------------------------------------


Repetition = dict[str, Measured]
ROWS: Final = {
    "load_with_ogr2ogr": "ogr2ogr with PG_USE_COPY, no check",
    "store": "read, rings, validity, area, store",
    "check_alone": "every rule for single records",
    "submit": "upload to submitted, with neighbours",
}


def repetitions(cluster: Cluster, folder: Path, *, count: int, number: int) -> list[Repetition]:
    """Run all steps so many times, each time on a database of their own."""
    hazards = generated.write(generated.hazardous_areas(count), folder / "hazardous_areas.geojson")
    releases = generated.write(generated.many_cornered(count), folder / "release_areas.geojson")
    return [_repetition(cluster, hazards=hazards, releases=releases) for _ in range(number)]


def _repetition(cluster: Cluster, *, hazards: Path, releases: Path) -> Repetition:
    files = {"prepare": hazards}
    with database(cluster, "uploads") as url:
        return {step: measure("benchmarks.uploads", step, url, file=files.get(step, releases)) for step in STEPS}


def report(count: int, measured: Sequence[Repetition], smaller: tuple[int, Sequence[Repetition]] | None) -> None:
    """Print medians; ratios are medians of the ratios within each repetition, k grows from the next smaller count."""
    print(f"{count:,} polygons of 5 to 40 vertices, {len(measured)} repetitions, medians; {machine()}")
    print(f"{'':40}{'seconds':>10}{'ratio':>8}{'k':>7}{'peak MiB':>10}")
    for step, label in ROWS.items():
        seconds = _median_s(step, measured)
        is_unit = step == "load_with_ogr2ogr"
        ratio = statistics.median(each[step].seconds / each["load_with_ogr2ogr"].seconds for each in measured)
        k = math.log(seconds / _median_s(step, smaller[1])) / math.log(count / smaller[0]) if smaller else None
        peak_mib = max(each[step].peak_mib for each in measured)
        print(
            f"{label:40}{seconds:10.2f}{'' if is_unit else f'{ratio:.2f}':>8}{'' if k is None else f'{k:.2f}':>7}"
            f"{'' if is_unit else f'{peak_mib:.0f}':>10}",
            flush=True,
        )


def _median_s(step: str, measured: Sequence[Repetition]) -> float:
    return statistics.median(each[step].seconds for each in measured)


def main() -> None:
    """Measure, or run the one step that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, nargs="+", default=[100_000], help="polygons, from the smallest on")
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = asked_arguments(parser, STEPS)
    if arguments is None:
        return
    smaller: tuple[int, Sequence[Repetition]] | None = None
    with throwaway_cluster() as cluster:
        for count in arguments.count:
            with tempfile.TemporaryDirectory() as folder:
                measured = repetitions(cluster, Path(folder), count=count, number=arguments.repetitions)
            report(count, measured, smaller)
            smaller = count, measured


if __name__ == "__main__":
    main()

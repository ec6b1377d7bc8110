"""Any file: stored exactly or refused with reasons, in bounded memory; hostile ones leave nothing behind."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from gis.codelists import ReviewMode, Role
from gis.normalise import multi, wound
from service.access import Actor
from service.accounts.flow import add_person
from service.machine import PROJECT
from service.tables import staged_feature
from service.uploads import queries
from service.uploads.flow import find_upload, receive_upload
from service.uploads.order import UploadOrder
from tests.conftest import fresh_database
from tests.gis.files.hostile import HOSTILE
from tests.service.conftest import NOW
from tests.service.files import LEAST, Headers, collection, send
from tests.strategies import examples, json_values, polygons

RELEASE = LEAST["release_areas"]
ORDER = UploadOrder(layer="release_areas", file_name="any.geojson", review=ReviewMode.ONE_PERSON)
FEW = settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOST_MB = 500


@pytest.fixture
def author(session: Session) -> Actor:
    person_id = add_person(session, "author", name="author", role=Role.ANALYST, password=None)
    return Actor(id=person_id, login="author", name="author", role=Role.ANALYST)


def releases() -> st.SearchStrategy[dict[str, Any]]:
    """Draw releases: most of them right, some without what they need or with what they cannot have."""
    fields = {
        "code": st.none() | st.text(min_size=1, max_size=8),
        "release_method": st.sampled_from(["cleared", "x", 7]),
    }
    told = {"effective_date": st.sampled_from(["2026-11-16", "16.11.2026", "2999-01-01", None]), "note": st.text()}
    return st.fixed_dictionaries({**fields, **told, "geometry": polygons() | st.none()})


def staged_features(session: Session, upload_id: UUID) -> list[Row[Any]]:
    """Give the position, the properties and the geometry (WKB) of what waits of an upload, in the order of its file."""
    feature = staged_feature.c
    asked = select(feature.position, feature.properties, func.ST_AsBinary(feature.geom).label("geometry"))
    return list(session.execute(asked.where(feature.upload_id == upload_id).order_by(feature.position)))


@FEW
@given(features=st.lists(releases(), min_size=1, max_size=5))
def test_features_are_stored_exactly_or_refused_with_reasons(
    session: Session, author: Actor, tmp_path_factory: pytest.TempPathFactory, features: list[dict[str, Any]]
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.geojson"
    file.write_bytes(collection(*features))
    with session.begin_nested() as attempt:
        upload_id = receive_upload(session, file, ORDER, actor=author, today=NOW.date())
        row, issues = find_upload(session, upload_id), queries.upload_issues(session, upload_id)
        staged = staged_features(session, upload_id)
        attempt.rollback()
    assert (row.status == "rejected") == (row.counts["errors"] > 0)
    assert row.counts["errors"] == 0 or len(issues) > 0
    assert [feature.position for feature in staged] == list(range(len(features)))
    for said, kept in zip(features, staged, strict=True):
        assert kept.properties["note"] == said["note"].replace("\0", "\ufffd")
        if row.status == "submitted" and said["geometry"] is not None:
            (expected,) = multi(wound(np.array([said["geometry"]], dtype=object)))
            assert shapely.equals_identical(expected, shapely.from_wkb(kept.geometry))


@FEW
@given(document=json_values())
def test_any_json_is_told_what_it_is(
    session: Session, author: Actor, tmp_path_factory: pytest.TempPathFactory, document: object
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.geojson"
    feature = {"type": "Feature", "properties": document, "geometry": document}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, document]}))
    with session.begin_nested() as attempt:
        upload_id = receive_upload(session, file, ORDER, actor=author, today=NOW.date())
        assert find_upload(session, upload_id).status == "rejected"
        assert queries.upload_issues(session, upload_id)
        attempt.rollback()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_rejected_and_leaves_nothing(
    session: Session, author: Actor, tmp_path: Path, name: str
) -> None:
    kind, content = HOSTILE[name]
    file = tmp_path / "hostile"
    file.write_bytes(content())
    upload_id = receive_upload(session, file, ORDER, actor=author, today=NOW.date())
    assert find_upload(session, upload_id).status == "rejected"
    assert kind in {issue.kind for issue in queries.upload_issues(session, upload_id)}
    assert not staged_features(session, upload_id) or kind in {"file-damaged", "table-line-endless"}


def test_the_service_goes_on_after_hostile_files(client: TestClient, holder: Callable[..., Headers]) -> None:
    analyst = holder(Role.ANALYST)
    for name in ("zip bomb", "zip slip", "gzip cut short", "vrt"):
        assert send(client, analyst, "release_areas", HOSTILE[name][1]()).json()["status"] == "rejected"
    assert send(client, analyst, "release_areas", collection(RELEASE)).json()["status"] == "submitted"


# --- memory ---------------------------------------------------------------------------------------------------------

PROGRAM = """
import resource, sys
from datetime import date
from pathlib import Path
from uuid import UUID
from service.accounts.flow import local_administrator
from service.db import make_engine, make_sessions
from service.uploads.flow import find_upload, receive_upload
from service.uploads.order import UploadOrder
engine = make_engine(sys.argv[1])
file = Path(sys.argv[2])
with make_sessions(engine).begin() as session:
    order = UploadOrder(layer="release_areas", file_name=file.name)
    upload_id = receive_upload(session, file, order, actor=local_administrator(session), today=date(2026, 11, 21))
    print(find_upload(session, upload_id).status, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Give two hundred thousand polygons of twenty vertices, each beside the next."""
    circle = shapely.Point(0, 0).buffer(0.0002, quad_segs=5).exterior.coords
    file = tmp_path / "many.geojson"
    with file.open("w") as written:
        written.write('{"type":"FeatureCollection","features":[')
        for number in range(200_000):
            east, north = 46 + number % 500 * 0.0005, 39.5 + number // 500 * 0.0005
            ring = [[round(lon + east, 7), round(lat + north, 7)] for lon, lat in circle]
            properties = {"code": f"RA-{number}", "release_method": "cleared", "effective_date": "2026-11-16"}
            feature = {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
            written.write(("," if number else "") + json.dumps(feature))
        written.write("]}")
    return file


@pytest.fixture
def own_database(migrated: str) -> Iterator[str]:
    with fresh_database(migrated) as url:
        yield url


@pytest.mark.slow
def test_two_hundred_thousand_features_take_bounded_memory(own_database: str, many: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, own_database, str(many)]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    status, peak_mb = done.stdout.split()
    print(f"peak {peak_mb} MB")  # noqa: T201 - what the run is for
    assert status == "submitted"
    assert int(peak_mb) < MOST_MB

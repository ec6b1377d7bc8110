"""What readers are told of work that waits for the worker."""

from collections.abc import Callable

import pytest
import shapely
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.jobs import JobState, Task, share_done
from tests.service.files import LEAST, Headers, collection

STRIPS = {
    "en": "Figures by district still follow the ones before",
    "az": "Rayonlar üzrə rəqəmlər hələ əvvəlki sərhədlərə əsaslanır",
}


def test_an_upload_is_done_when_its_jobs_are() -> None:
    assert share_done([]) == 1
    assert share_done([(Task.RESPLIT_LEDGER, JobState.RUNNING)]) == 0.5
    assert share_done([(Task.RESPLIT_LEDGER, JobState.FAILED)]) == 1


@pytest.fixture
def moved_id(road: Callable[..., str]) -> str:
    """Give the upload of a boundary that moved after ground in it had been released."""
    road("districts", collection(LEAST["districts"]))
    road("release_areas", collection(LEAST["release_areas"]))
    wider = LEAST["districts"] | {"geometry": shapely.box(46.6, 39.5, 47.2, 40)}
    return road("districts", collection(wider), revision_reason="New survey")


def test_an_upload_tells_the_job_that_it_left(
    moved_id: str, client: TestClient, holder: Callable[..., Headers], session: Session
) -> None:
    def told() -> tuple[object, object]:
        found = client.get(f"/api/v1/uploads/{moved_id}", headers=holder(Role.ANALYST)).json()
        return found["progress"], found["jobs"]

    assert told() == (0.5, [{"task": "resplit_ledger", "state": "waiting"}])
    session.execute(text("update procrastinate_jobs set status = 'succeeded'"))
    assert told() == (1, [{"task": "resplit_ledger", "state": "done"}])


@pytest.mark.usefixtures("moved_id")
def test_every_page_says_that_figures_by_district_are_worked_out_anew(client: TestClient, session: Session) -> None:
    for language, words in STRIPS.items():
        for path in ("/progress", "/stock", "/reports"):
            assert words in client.get(path, params={"lang": language}).text
    session.execute(text("update procrastinate_jobs set status = 'succeeded'"))
    assert STRIPS["en"] not in client.get("/progress", params={"lang": "en"}).text

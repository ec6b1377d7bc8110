"""What is known when: instants are told apart from days, and nothing on its way changes an answer that was given."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from re import findall, split
from urllib.parse import quote_plus
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis.codelists import Role
from service.ledger.known import instant, known_at, latest_known
from service.problems import WrongParameter
from tests.service.files import Headers
from tests.service.records import approve, square, withdraw

NOTHING_YET = datetime(2020, 1, 1, tzinfo=UTC)
DISTRICT = {"code": "AGM", "name_en": "Aghdam", "name_az": "Ağdam", "geometry": square(-5, -5, width=20, height=20)}
RELEASE = {
    "code": "RA-1",
    "release_method": "cleared",
    "effective_date": date(2025, 10, 20),
    "geometry": square(0, 0),
}
ADDRESSES = (
    "/api/v1/progress",
    "/api/v1/contamination",
    "/maps/overview",
    "/tiles/release_areas/7/80/48.mvt",
    "/ogc/collections/release_areas/items",
    "/ogc/collections/release_areas/items/RA-1",
    "/api/v1/reports/preview/weekly/2025-W43.json",
)


def test_the_last_change_is_known_unless_another_instant_is_asked_for(session: Session) -> None:
    first, last = approve(session, districts=[DISTRICT]), approve(session, districts=[DISTRICT | {"pcode": "1"}])
    assert known_at(session, None) == last
    assert known_at(session, first) == first
    assert latest_known(session) > last


REFUSED = {
    "2199-01-01T00:00:00Z": "Nothing is known as of 2199-01-01T00:00:00+00:00. Allowed: {first} – ",
    "2020-01-01T00:00:00Z": "Nothing is known as of 2020-01-01T00:00:00+00:00. Allowed: {first} – ",
    "2026-11-20": "“2026-11-20” is not an instant with its time zone.",
    "2026-11-20T08:00:00": "“2026-11-20T08:00:00” is not an instant with its time zone.",
    "1763700000": "is not an instant",
    "yesterday": "is not an instant",
    "": "is not an instant",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_cannot_be_known_is_refused_alike_everywhere(client: TestClient, session: Session, address: str) -> None:
    first = approve(session, districts=[DISTRICT])
    for asked, said in REFUSED.items():
        answer = client.get(address, params={"as_known_at": asked})
        assert (answer.status_code, answer.json()["parameter"]) == (400, "as_known_at"), asked
        assert said.format(first=first.isoformat()) in answer.json()["detail"]
        in_azerbaijani = client.get(address, params={"as_known_at": asked, "lang": "az"}).json()["detail"]
        assert "as_known_at" not in in_azerbaijani, asked


@pytest.mark.parametrize("written", ["{}-{:02}-{:02}T08:00:00+04:00", "{}-{:02}-{:02}T04:00:00Z"])
def test_zones_are_understood(written: str) -> None:
    assert instant(written.format(2026, 11, 21)) == datetime(2026, 11, 21, 4, tzinfo=UTC)


def test_a_refusal_names_the_range_for_programs(session: Session) -> None:
    first = approve(session, districts=[DISTRICT])
    with pytest.raises(WrongParameter) as refusal:
        known_at(session, NOTHING_YET)
    assert refusal.value.members["allowed"]["earliest"] == first.isoformat()


def test_before_anything_is_recorded_any_past_instant_is_answered_with_nothing(session: Session) -> None:
    assert known_at(session, NOTHING_YET) == NOTHING_YET
    with pytest.raises(WrongParameter):
        known_at(session, datetime.now(UTC) + timedelta(days=1))


def test_whoever_asks_holds_up_nobody(engine: Engine) -> None:
    with Session(engine) as writing, Session(engine) as asking:
        known_at(asking, asking.execute(text("select clock_timestamp()")).scalar_one())
        latest_known(asking)
        writing.execute(text("set local lock_timeout = '100ms'"))
        approve(writing, districts=[DISTRICT])
        writing.rollback()


# --- pages --------------------------------------------------------------------------------------------------------


def test_the_map_s_page_asks_for_a_day_and_an_instant_in_the_time_of_the_work(
    client: TestClient, session: Session
) -> None:
    at = approve(session, districts=[DISTRICT])
    local = at.astimezone(ZoneInfo("Asia/Baku"))
    page = client.get("/map", params={"as_of": "2026-11-20", "as_known_at": at.isoformat(), "district": "AGM"}).text
    assert 'name="as_of" value="2026-11-20"' in page
    assert f'name="as_known_at" value="{local:%Y-%m-%dT%H:%M:%S}"' in page
    assert '<option value="AGM" selected>' in page
    frame = unescape(findall(r'<iframe[^>]* data-src="([^"]+)"', page)[0])
    drawn = client.get(frame).text
    assert "As of 20 November 2026" in drawn
    assert f"as known at {local:%-d %B %Y, %H:%M}" in drawn
    assert f"as_known_at={quote_plus(at.isoformat())}" in frame


def test_an_instant_without_zone_on_a_page_is_local(client: TestClient, session: Session) -> None:
    approve(session, districts=[DISTRICT])
    page = client.get("/map", params={"as_known_at": "2199-01-01T04:00", "lang": "az"})
    assert (page.status_code, "2199-01-01T04:00:00+04:00" in page.text) == (400, True)


def test_a_bulletin_is_read_and_issued_as_it_was_known(
    client: TestClient, session: Session, holder: Callable[..., Headers]
) -> None:
    first = approve(session, districts=[DISTRICT])
    approve(session, release_areas=[RELEASE])
    path, asked = "/reports/weekly/2025-W43", {"as_known_at": first.isoformat()}
    page = client.get(path, params=asked).text
    assert "What was approved or corrected later is not in these figures." in page
    preview = unescape(findall(r'<iframe[^>]* src="([^"]+)"', page)[0])
    assert "no approved work is recorded" in client.get(preview).text
    client.post(path, headers=holder(Role.REPORT_OFFICER), data=asked | {"has_read": "true"})
    (report,) = client.get("/api/v1/reports").json()
    assert datetime.fromisoformat(report["as_known_at"]) == first
    assert not client.get(f"/api/v1/reports/{report['id']}.json").json()["content"]["has_work"]


def test_the_page_of_a_record_says_which_version_was_known_then(client: TestClient, session: Session) -> None:
    before = approve(session, districts=[DISTRICT])
    first = approve(session, release_areas=[RELEASE])
    approve(session, release_areas=[RELEASE | {"depth_cleared_cm": 20}])
    gone = withdraw(session, "release_areas", "RA-1")

    def known(at: datetime) -> str:
        return client.get("/records/release_areas/RA-1", params={"as_known_at": at.isoformat()}).text

    steps = split(r'<li (?:class="is-gone"|id="version)', known(first))[1:]
    assert ["What was known on" in step for step in steps] == [False, False, True]  # withdrawn, second, first
    for at in (before, gone):
        assert "Nothing was recorded under this code on" in known(at)
    assert "known on" not in client.get("/records/release_areas/RA-1").text

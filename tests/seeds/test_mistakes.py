import json
from collections.abc import Callable
from datetime import date

import geopandas as gpd
import shapely

import seeds
from gis.codelists import Role
from gis.measure import area_m2

Frames = dict[str, gpd.GeoDataFrame]
Read = Callable[[str, bytes], gpd.GeoDataFrame]

MADE_ON = date(2026, 11, 21)


def test_uploads_in_review_are_an_analysts_and_can_be_read_without_issue(read: Read) -> None:
    files = seeds.waiting(MADE_ON)

    assert [file.layer for file in files] == ["release_areas", "release_areas", "hazardous_areas", "eo_items"]
    for file in files:
        assert (file.role, file.is_made_up) == (Role.ANALYST, True)
        assert len(read(file.layer, file.content)) > 0


def test_uploads_in_review_use_codes_of_their_own_and_link_to_known_records(read: Read, frames: Frames) -> None:
    for file in seeds.waiting(MADE_ON):
        frame = read(file.layer, file.content)
        assert not set(frame["code"]) & set(frames[file.layer]["code"])
        if "task_code" in frame:
            assert set(frame["task_code"].dropna()) <= set(frames["tasks"]["code"])


def test_this_weeks_reports_are_of_this_week_with_one_wrong_area_and_one_missing_depth(read: Read) -> None:
    reports = read("release_areas", seeds.waiting(MADE_ON)[0].content)
    cleared = reports[reports["release_method"] == "cleared"]
    off = (reports["area_reported_m2"] / area_m2(reports.geometry) - 1).abs()

    assert reports["effective_date"].min() >= date(2026, 11, 16)
    assert reports["effective_date"].max() <= MADE_ON
    assert off[off > 0.05].index.tolist() == [reports["area_reported_m2"].idxmax()]
    assert cleared["depth_cleared_cm"].isna().sum() == 1


def test_on_a_monday_there_is_nothing_of_days_to_come(read: Read) -> None:
    monday = date(2026, 11, 16)
    reports = read("release_areas", seeds.waiting(monday)[0].content)

    assert set(reports["effective_date"]) == {monday}


def test_as_long_as_nobody_has_worked_the_week_has_no_reports() -> None:
    novruz_monday = date(2027, 3, 22)

    assert [file.name for file in seeds.waiting(novruz_monday)] == [
        "late-reports.geojson",
        "new-suspicion.geojson",
        "find.geojson",
    ]


def test_late_reports_are_of_the_week_before_the_last(read: Read) -> None:
    late, number_only = read("release_areas", seeds.waiting(MADE_ON)[1].content).to_dict("records")

    assert late["effective_date"] == date(2026, 11, 6)
    assert late["asset"] is None
    assert (number_only["release_method"], number_only["geometry"]) == ("undetermined", None)


def test_the_new_suspicion_lies_on_released_ground_and_the_find_on_cancelled(read: Read, frames: Frames) -> None:
    _, _, suspicion, find = seeds.waiting(MADE_ON)
    releases = frames["release_areas"]
    cleared = releases.geometry[releases["release_method"] == "cleared"].union_all()
    cancelled = releases.geometry[releases["release_method"] == "cancelled"].union_all()

    assert shapely.covers(cleared.buffer(1e-6), read("hazardous_areas", suspicion.content).geometry[0])
    assert shapely.covers(cancelled, read("eo_items", find.content).geometry[0])


def test_the_faulty_file_has_one_mistake_in_every_feature() -> None:
    faulty = json.loads(seeds.faulty_release_areas(MADE_ON))["features"]
    mended = json.loads(seeds.mended_release_areas(MADE_ON))["features"]
    outlines = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in faulty])
    properties = [feature["properties"] for feature in faulty]

    assert all(one != other for one, other in zip(faulty, mended, strict=True))
    assert outlines[1].bounds[0] < 42  # a latitude where the longitude belongs
    assert shapely.is_valid(outlines).tolist() == [False, True, True, True, True, True]
    assert "release_method" not in properties[2]
    assert properties[3]["release_method"] == "cleaned"
    assert properties[4]["effective_date"] > MADE_ON.isoformat()
    assert properties[5]["area_reported_m2"] < 1


def test_the_mended_file_is_last_week_from_monday_to_saturday(read: Read) -> None:
    mended = read("release_areas", seeds.mended_release_areas(MADE_ON))

    assert [day.isoformat() for day in mended["effective_date"]] == [f"2026-11-{day:02}" for day in range(9, 15)]
    assert mended.geometry.is_valid.all()
    assert (area_m2(mended.geometry) / mended["area_reported_m2"] - 1).abs().max() < 0.005

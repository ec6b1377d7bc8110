from collections.abc import Callable
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import seeds
from gis.measure import area_m2
from seeds import SeedFile
from seeds.made_up.story import tell_period

Frames = dict[str, gpd.GeoDataFrame]
Read = Callable[[str, bytes], gpd.GeoDataFrame]

MADE_ON = date(2026, 11, 21)
LAST_DAY = date(2026, 11, 15)
LAYERS = ("organisations", "projects", "project_phases", "hazardous_areas", "tasks", "release_areas", "eo_items")


@pytest.fixture(scope="module")
def releases(frames: Frames) -> gpd.GeoDataFrame:
    """Give the released areas with `area_m2` from their outlines."""
    frame = frames["release_areas"].set_index("code", drop=False)
    return frame.assign(area_m2=area_m2(frame.geometry))


@pytest.fixture(scope="module")
def hazards(frames: Frames) -> gpd.GeoDataFrame:
    return frames["hazardous_areas"].set_index("code", drop=False)


# --- the files ----------------------------------------------------------------------------------------------------


def test_the_same_day_gives_the_same_bytes(files: tuple[SeedFile, ...]) -> None:
    tell_period.cache_clear()

    assert seeds.demonstration(MADE_ON) == files


def test_any_day_of_a_week_gives_the_same_demonstration(files: tuple[SeedFile, ...]) -> None:
    assert seeds.demonstration(date(2026, 11, 16)) == files
    assert seeds.demonstration(date(2026, 11, 22)) == files


def test_it_is_made_up_and_says_so_in_every_record(files: tuple[SeedFile, ...], frames: Frames) -> None:
    assert all(file.is_made_up for file in files)
    for frame in frames.values():
        assert frame["remarks"].str.startswith("Made up for the demonstration").all()


@pytest.mark.parametrize("layer", LAYERS)
def test_codes_are_given_once(frames: Frames, layer: str) -> None:
    assert frames[layer]["code"].is_unique


@pytest.mark.parametrize(
    ("layer", "field", "linked"),
    [
        ("hazardous_areas", "parent_codes", "hazardous_areas"),
        ("tasks", "hazardous_area_codes", "hazardous_areas"),
        ("tasks", "organisation", "organisations"),
        ("tasks", "project_phase_code", "project_phases"),
        ("project_phases", "project_code", "projects"),
        ("projects", "executing_org", "organisations"),
        ("release_areas", "task_code", "tasks"),
        ("release_areas", "hazardous_area_codes", "hazardous_areas"),
        ("release_areas", "organisation", "organisations"),
        ("eo_items", "task_code", "tasks"),
        ("eo_items", "release_area_code", "release_areas"),
    ],
)
def test_links_lead_to_records_of_the_demonstration(frames: Frames, *, layer: str, field: str, linked: str) -> None:
    named = set(frames[layer][field].explode().dropna())

    assert named
    assert named <= set(frames[linked]["code"])


def test_two_projects_have_a_phase_done_or_nearly_one_under_way_and_one_ahead(frames: Frames) -> None:
    phases, tasks = frames["project_phases"], frames["tasks"]
    by_project = phases.groupby("project_code")
    assert by_project["number"].agg(list).tolist() == [[1, 2, 3]] * 2
    totals = frames["projects"].set_index("code")["total_area_m2"].sort_index()
    assert by_project["planned_area_m2"].sum().tolist() == totals.tolist()
    planned = tasks.groupby("project_phase_code")["planned_area_m2"].sum()
    assert sorted(planned.index) == sorted(phases["code"][phases["number"] < 3])
    limits = phases.set_index("code")["planned_area_m2"][planned.index]
    assert ((planned <= limits) & (planned > 0.8 * limits)).all()


def test_stated_districts_exist(frames: Frames, districts: gpd.GeoDataFrame) -> None:
    for layer in ("hazardous_areas", "tasks", "release_areas", "eo_items"):
        assert set(frames[layer]["district_code"]) <= set(districts["code"])


def test_there_is_as_much_as_a_country_programme_shows_and_a_laptop_loads(frames: Frames) -> None:
    assert 100 <= len(frames["hazardous_areas"]) <= 150
    assert 120 <= len(frames["tasks"]) <= 220
    assert 4_000 <= len(frames["release_areas"]) <= 8_000
    assert 1_500 <= len(frames["eo_items"]) <= 5_000


# --- the ground ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", ["hazardous_areas", "tasks", "release_areas", "eo_items"])
def test_outlines_are_valid_and_inside_the_country(frames: Frames, districts: gpd.GeoDataFrame, layer: str) -> None:
    outlines = frames[layer].geometry.dropna()
    country = districts.geometry.dropna().union_all()
    shapely.prepare(country)

    assert outlines.is_valid.all()
    assert shapely.covers(country, outlines.array).all()


def test_hazardous_areas_of_one_class_do_not_overlap_unless_one_came_from_the_other(hazards: gpd.GeoDataFrame) -> None:
    mapped = hazards[hazards.geometry.notna()]
    left, right = mapped.sindex.query(mapped.geometry, predicate="intersects")
    pairs = [(mapped.iloc[i], mapped.iloc[j]) for i, j in zip(left, right, strict=True) if i < j]
    overlapping = {
        (one["code"], other["code"])
        for one, other in pairs
        if one["classification"] == other["classification"] and one.geometry.intersection(other.geometry).area > 1e-12
    }
    linked = {(parent, code) for code, parents in hazards["parent_codes"].dropna().items() for parent in parents}

    assert all(pair in linked or pair[::-1] in linked for pair in overlapping)
    assert len(overlapping) == 1  # the minefield that was contaminated again


def test_a_confirmed_area_lies_in_the_suspected_area_it_came_from(hazards: gpd.GeoDataFrame) -> None:
    upgraded = hazards[hazards["origin"] == "upgrade"]
    inside = [
        area.geometry.intersection(hazards.loc[area["parent_codes"][0]].geometry).area / area.geometry.area
        for _, area in upgraded.iterrows()
    ]

    assert len(inside) > 30
    assert min(inside) > 0.9  # one was drawn a little larger than the suspicion it replaced


def test_daily_ground_lies_in_the_hazardous_area_it_names(
    releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame
) -> None:
    named = releases[releases["hazardous_area_codes"].notna()]
    of = gpd.GeoSeries([hazards.geometry[codes[0]] for codes in named["hazardous_area_codes"]], crs=4326)
    outside = area_m2(named.geometry.reset_index(drop=True).difference(of))

    assert outside.max() == 0


def test_days_overlap_by_a_few_per_cent_and_no_more(releases: gpd.GeoDataFrame) -> None:
    daily = releases[(releases["basis"] == "operational") & releases.geometry.notna()]
    gross = daily.groupby("task_code")["area_m2"].sum()
    net = area_m2(gpd.GeoSeries(daily.groupby("task_code").geometry.apply(lambda g: g.union_all()), crs=4326))
    twice = 1 - net / gross

    assert twice.max() < 0.06
    assert 0.01 < twice.mean() < 0.03


def test_days_follow_each_other_on_the_ground(releases: gpd.GeoDataFrame) -> None:
    daily = releases[(releases["basis"] == "operational") & releases.geometry.notna()]
    centres = daily.geometry.to_crs(32638).centroid
    steps = centres.groupby(daily["task_code"]).apply(lambda c: c.distance(c.shift()))

    assert steps.median() < 60
    assert steps.quantile(0.95) < 250


@pytest.mark.parametrize(
    ("asset", "median", "most"),
    [
        ("manual_detector", (900, 6_500), 50_000),
        ("mdd", (2_000, 4_000), 40_000),
        ("mechanical", (2_500, 6_000), 50_000),
    ],
)
def test_a_team_covers_a_plausible_area_a_day(
    releases: gpd.GeoDataFrame, *, asset: str, median: tuple[float, float], most: float
) -> None:
    daily = releases[(releases["basis"] == "operational") & releases.geometry.notna()]
    areas = daily["area_m2"][daily["asset"].map(lambda assets: asset in assets)]

    assert median[0] < areas.median() < median[1]
    assert areas.max() < most


def test_deminers_on_their_knees_clear_hundreds_to_thousands_of_square_metres(releases: gpd.GeoDataFrame) -> None:
    by_hand = releases[releases["asset"].map(lambda assets: assets == ["manual", "manual_detector"])]
    areas = by_hand["area_m2"][by_hand["basis"] == "operational"]

    assert 900 < areas.median() < 1_700
    assert areas.min() > 100
    assert areas.max() < 9_000


def test_few_reported_areas_differ_from_their_outline(releases: gpd.GeoDataFrame) -> None:
    mapped = releases[releases.geometry.notna()]
    off_m2 = (mapped["area_reported_m2"] - mapped["area_m2"]).abs()
    is_off = (off_m2 > 100) & (off_m2 > 0.01 * mapped["area_m2"])

    assert 1 <= is_off.sum() <= 0.003 * len(mapped)


# --- time ---------------------------------------------------------------------------------------------------------


def test_it_ends_with_the_last_complete_week_and_begins_two_years_before(releases: gpd.GeoDataFrame) -> None:
    daily = releases["effective_date"][releases["basis"] == "operational"]

    assert daily.max() <= LAST_DAY
    assert daily.max() > LAST_DAY - timedelta(days=3)
    assert date(2024, 11, 18) <= daily.min() < date(2024, 11, 25)


def test_nothing_is_dated_after_the_last_day(frames: Frames) -> None:
    for frame in frames.values():
        for column in frame.columns[[name.endswith("_on") or name == "effective_date" for name in frame.columns]]:
            assert (frame[column].dropna() <= LAST_DAY).all()


def test_dates_of_a_task_are_in_order(frames: Frames) -> None:
    order = ["issued_on", "started_on", "completed_on", "accepted_on", "handed_over_on"]

    for _, task in frames["tasks"].iterrows():
        dates = [task[name] for name in order if task[name] is not None]
        assert dates == sorted(dates)


def test_work_lies_between_identification_and_completion(
    releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame, frames: Frames
) -> None:
    tasks = frames["tasks"].set_index("code")
    worked = releases[releases["task_code"].notna()]
    task = tasks.loc[worked["task_code"]]
    identified_on = hazards["identified_on"].loc[worked["hazardous_area_codes"].str[0]]

    assert (task["started_on"].array <= worked["effective_date"].array).all()
    assert (worked["effective_date"].array <= task["completed_on"].fillna(LAST_DAY).array).all()
    assert (identified_on.array < worked["effective_date"].array).all()


def test_people_rest_on_sundays_and_work_less_in_winter(releases: gpd.GeoDataFrame) -> None:
    days = pd.to_datetime(releases["effective_date"][releases["basis"] == "operational"])
    in_month = days.groupby([days.dt.year, days.dt.month]).size()

    assert (days.dt.dayofweek != 6).all()
    assert (days.dt.dayofweek == 5).sum() < 0.5 * (days.dt.dayofweek == 4).sum()
    assert in_month[2026, 1] < 0.85 * in_month[2026, 5]


@pytest.mark.parametrize("weeks_ago", range(8))
def test_each_of_the_last_weeks_clears_ground_in_several_districts(releases: gpd.GeoDataFrame, weeks_ago: int) -> None:
    sunday = LAST_DAY - timedelta(weeks=weeks_ago)
    days = releases["effective_date"]
    week = releases[(days > sunday - timedelta(days=7)) & (days <= sunday) & (releases["basis"] == "operational")]

    assert week["district_code"][week["release_method"] == "cleared"].nunique() >= 4
    assert 5e4 < week["area_m2"][week["release_method"] == "cleared"].sum() < 5e5


def test_the_last_week_has_every_method_and_finds(releases: gpd.GeoDataFrame, frames: Frames) -> None:
    items = frames["eo_items"]

    assert set(releases["release_method"][releases["effective_date"] > date(2026, 11, 8)]) == {
        "cleared",
        "reduced",
        "cancelled",
        "undetermined",
    }
    assert {"ap_mine", "av_mine", "uxo"} <= set(items["eo_category"][items["found_on"] > date(2026, 11, 8)])


@pytest.mark.parametrize("made_on", [date(2024, 1, 1), date(2027, 2, 3)])
def test_other_days_give_demonstrations_as_good(made_on: date, read: Read) -> None:
    (content,) = (file.content for file in seeds.demonstration(made_on) if file.layer == "release_areas")
    release_areas = read("release_areas", content)
    last = release_areas[release_areas["effective_date"] > made_on - timedelta(days=made_on.isoweekday() + 7)]

    assert release_areas.geometry.dropna().is_valid.all()
    assert len(release_areas) > 4_000
    assert {"cleared", "reduced", "cancelled"} <= set(last["release_method"])


def test_a_day_before_the_years_it_could_show_is_refused() -> None:
    with pytest.raises(ValueError, match="from 2024-01-01 on"):
        seeds.demonstration(date(2023, 12, 31))


# --- what is left -------------------------------------------------------------------------------------------------


def is_partial(releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame) -> pd.Series:
    """Say which releases searched for only part of what is recorded in their areas."""
    recorded = releases["hazardous_area_codes"].map(
        lambda codes: {kind for code in codes or () for kind in hazards["contamination_types"][code]}
    )
    searched = releases["target_types"].map(lambda kinds: set(kinds or ()))
    return pd.Series([bool(r - s) for r, s in zip(recorded, searched, strict=True)], index=releases.index)


def test_a_closed_area_has_nothing_left_and_an_open_one_has(
    releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame, frames: Frames
) -> None:
    closed = frames["closed"].set_index("code")
    certified = releases[(releases["basis"] == "certified") & ~is_partial(releases, hazards)]
    accepted = certified.geometry.union_all()
    is_replaced = hazards.index.isin(closed.index[closed["close_reason"] == "upgraded"])
    mapped = hazards[hazards.geometry.notna() & (hazards["origin"] != "recontaminated") & ~is_replaced]
    left_m2 = area_m2(gpd.GeoSeries(mapped.geometry.difference(accepted), crs=4326))
    tolerance_m2 = mapped.geometry.to_crs(32638).length * mapped["accuracy_m"]
    is_closed = mapped.index.isin(closed.index)

    assert is_closed.sum() > 20
    assert (left_m2[is_closed] < tolerance_m2[is_closed]).all()
    assert (left_m2[~is_closed] <= tolerance_m2[~is_closed]).sum() <= 1  # accepted yesterday, to be closed tomorrow


def test_closing_is_a_new_version_with_a_reason(hazards: gpd.GeoDataFrame, frames: Frames) -> None:
    closed = frames["closed"].set_index("code")

    assert set(closed.index) <= set(hazards.index)
    assert (closed["status"] == "closed").all()
    assert closed["revision_reason"].notna().all()
    assert (closed["status_changed_on"] >= closed["identified_on"]).all()
    assert {"all_cleared", "mixed_release", "upgraded"} == set(closed["close_reason"])


def test_a_good_part_is_released_and_a_good_part_is_left(releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame) -> None:
    contaminated_m2 = area_m2(gpd.GeoSeries([hazards.geometry.union_all()], crs=4326))[0]
    mapped = releases[~is_partial(releases, hazards)]
    released_m2 = area_m2(gpd.GeoSeries([mapped.geometry.union_all()], crs=4326))[0]
    certified_m2 = area_m2(gpd.GeoSeries([mapped.geometry[mapped["basis"] == "certified"].union_all()], crs=4326))[0]

    assert 0.4 < released_m2 / contaminated_m2 < 0.8
    assert 0.7 < certified_m2 / released_m2 < 0.98


def test_a_search_for_bomblets_leaves_the_mines(releases: gpd.GeoDataFrame, hazards: gpd.GeoDataFrame) -> None:
    partial = releases[is_partial(releases, hazards)]
    areas = {codes[0] for codes in partial["hazardous_area_codes"]}

    assert len(partial) > 50
    assert all("av_mine" in hazards["contamination_types"][code] for code in areas)
    assert (partial["target_types"].map(set) == {"cmr", "erw"}).all()


def test_one_minefield_is_contaminated_again(hazards: gpd.GeoDataFrame, releases: gpd.GeoDataFrame) -> None:
    (again,) = hazards["code"][hazards["reopens_released"].eq(other=True)]
    (parent,) = hazards["parent_codes"][again]
    cleared = releases["effective_date"][releases["hazardous_area_codes"].map(lambda codes: codes == [parent])]

    assert hazards["origin"][again] == "recontaminated"
    assert cleared.max() < hazards["identified_on"][again]
    assert releases["hazardous_area_codes"].map(lambda codes: codes == [again]).sum() > 5


# --- what was found -----------------------------------------------------------------------------------------------


def test_finds_lie_where_they_were_found(frames: Frames, releases: gpd.GeoDataFrame) -> None:
    items = frames["eo_items"]
    on_releases = items[items["release_area_code"].notna()]
    ground = releases.loc[on_releases["release_area_code"]]

    assert np.mean(shapely.covers(ground.geometry.array, on_releases.geometry.array)) > 0.995
    assert shapely.distance(ground.geometry.array, on_releases.geometry.array).max() < 1e-6
    assert (on_releases["found_on"].array == ground["effective_date"].array).all()


def test_finds_are_disposed_of_after_they_are_found(frames: Frames) -> None:
    items = frames["eo_items"]
    disposed = items[items["disposed_on"].notna()]

    assert (items["quantity"] > 0).all()
    assert (disposed["disposed_on"] >= disposed["found_on"]).all()
    assert (items["disposal_state"][items["disposed_on"].isna()] == "awaiting").all()
    assert not items["is_hazardous"][items["eo_category"] == "scrap"].any()


def test_finds_are_given_one_by_one_or_as_numbers_and_never_both(frames: Frames, releases: gpd.GeoDataFrame) -> None:
    counts = releases[["ap_mine", "av_mine", "submunition", "uxo", "axo", "ied"]].notna().any(axis=1)

    assert counts.sum() > 100
    assert not set(releases.index[counts]) & set(frames["eo_items"]["release_area_code"].dropna())

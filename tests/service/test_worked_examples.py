"""The worked examples, in their own numbers: what was published, once through the whole service and printed.

Each says its source's figures; the phases of Saloglu and Jeyranchel are in `test_plans.py`.
"""

from collections.abc import Callable
from datetime import date, datetime
from math import sqrt
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyproj import Geod
from shapely import Polygon
from sqlalchemy.orm import Session

from gis.aggregates import items
from gis.codelists import Account, Language, Role
from gis.measure import GROUND_EDGE_DEG
from gis.text import NO_BREAK_SPACE, area_ha_text, area_km2_text, area_m2_text, number_text
from service.figures.items import Known, disposed_items
from service.progress.balance import BalanceQuestion, balance
from service.progress.queries import contamination, progress
from service.progress.questions import (
    ContaminationQuestion,
    Dimension,
    ProgressQuestion,
)
from service.reports.content import Content
from service.reports.sentences import summary
from tests.service.bulletins import number, of_period, printed, report, since_origin, weekly
from tests.service.files import Headers, collection, severities
from tests.service.records import approve, square

HA = 10_000
KM2 = 1_000_000


def area_m2(ground: Polygon) -> float:
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(ground)[0]))


def field(size_m2: float, *, row: float = 0) -> Polygon:
    """Give a square field of so many square metres."""
    side = 1.0
    for _ in range(5):
        ground = square(0, row, width=side, height=side).segmentize(GROUND_EDGE_DEG)
        side *= sqrt(size_m2 / area_m2(ground))
    return ground


def strip(start_m2: float, end_m2: float) -> Polygon:
    """Give the part of a strip of 100 m that begins and ends at so many square metres of it."""
    unit_m2 = area_m2(square(0, 0))
    return square(start_m2 / unit_m2, 0, width=(end_m2 - start_m2) / unit_m2)


def release(code: str, day: str, ground: Polygon | None, **fields: object) -> dict[str, Any]:
    return {"code": code, "release_method": "cleared", "effective_date": day, "geometry": ground, **fields}


def hazard(code: str, day: str, ground: Polygon, **fields: object) -> dict[str, Any]:
    given = {"classification": "cha", "contamination_types": ["ap_mine"], "identified_on": day}
    return {"code": code, "geometry": ground, **given, **fields}


def item(code: str, day: str, category: str, quantity: int, **fields: object) -> dict[str, Any]:
    disposed = {"found_on": day, "disposed_on": day, "disposal_state": "neutralised"}
    return {"code": code, "eo_category": category, "quantity": quantity, **disposed, **fields}


def key_figures(made: Content) -> dict[str, str]:
    """Give what the bulletin prints for the week, by the names of its lines."""
    return printed(made, "key_figures", "period")


def sentences(made: Content, language: Language) -> str:
    """Give what the bulletin says at its head."""
    return " ".join(summary(made, language))


def counted(made: Content, *groups: str) -> list[float]:
    """Give how many items of the groups were disposed of."""
    return [number(of_period(made, group)) for group in groups]


def released_ha(*made: Content) -> str:
    """Give what periods released together, as it is printed in English."""
    return area_ha_text(sum(number(of_period(one, "released")) for one in made), "en")


def released_m2(session: Session, start: str, end: str, by: Dimension = Dimension.WEEK) -> dict[object, float]:
    question = ProgressQuestion(start=date.fromisoformat(start), end=date.fromisoformat(end), by=(by,))
    return {row[by.value]: float(row["area_m2"] or 0) for row in progress(session, question).rows}


# --- 1: 100,977 m² (2020) -----------------------------------------------------------------------------------------

FIGURE_2020 = {
    "release_method": "undetermined",
    "geometry_source": "none",
    "area_reported_m2": 100_977,
    "date_precision": "reported",
}
SUBMUNITIONS = item("EO-1", "2020-12-31", "submunition", 293)


def test_100977_m2_is_printed_once_by_no_recorded_method_beside_293_submunitions(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2020-12-31", None, **FIGURE_2020)], eo_items=[SUBMUNITIONS])
    week = weekly(session, "2020-W53")
    assert of_period(week, "released") == 0
    assert counted(week, "submunitions", "items") == [293, 293]
    said = key_figures(week)
    assert (said["Without outline, ha"], said["of which submunitions"]) == ("10.1", "293")
    year = ProgressQuestion(
        start=date(2020, 1, 1), end=date(2020, 12, 31), by=(Dimension.METHOD, Dimension.CONTAMINATION_CLASS)
    )
    answer = progress(session, year)
    assert (answer.total_m2, answer.area_without_geometry_m2) == (0, 100_977)
    ((row,)) = answer.without_geometry
    assert (row["method"], row["contamination_class"], row["area_reported_m2"]) == (
        "undetermined",
        "mixed_unspecified",
        100_977,
    )
    assert area_m2_text(answer.area_without_geometry_m2, "en") == "100,977"
    assert area_ha_text(answer.area_without_geometry_m2, "en") == "10.1"
    assert area_km2_text(answer.area_without_geometry_m2, "en") == "0.101"


def test_100977_m2_with_an_outline_says_of_no_method_that_it_was_nothing(session: Session) -> None:
    drawn = {**FIGURE_2020, "geometry_source": "approximate"}
    approve(session, release_areas=[release("RA-1", "2020-12-31", field(100_977), **drawn)], eo_items=[SUBMUNITIONS])
    week = weekly(session, "2020-W53")
    assert of_period(week, "released") == pytest.approx(100_977, abs=0.5)
    said = key_figures(week)
    assert [said[f"{method}, ha"] for method in ("Cleared", "Reduced (TS)", "Cancelled (NTS)")] == ["not recorded"] * 3
    assert (said["Method not recorded, ha"], said["Released, ha"]) == ("10.1", "10.1")


def test_100977_m2_as_mined_and_as_cluster_munition_land_is_refused(
    client: TestClient, holder: Callable[..., Headers]
) -> None:
    once = release("RA-1", "2020-12-31", None, target_types=["ap_mine", "av_mine"], **FIGURE_2020)
    again = once | {"code": "RA-2", "target_types": ["cmr"]}
    assert once["area_reported_m2"] + again["area_reported_m2"] == 201_954
    assert severities(client, holder(Role.ANALYST), "release_areas", collection(once, again))["REL-07"] == "error"


# --- 2: the statement of June 2021 --------------------------------------------------------------------------------


def test_the_items_of_june_2021_add_up_to_21259_on_1411_m2_each(session: Session) -> None:
    found = {"ap_mine": 8_256, "av_mine": 3_792, "uxo": 9_211}
    approve(
        session,
        release_areas=[release("RA-1", "2021-06-15", field(30 * KM2))],
        eo_items=[item(f"EO-{category}", "2021-06-15", category, count) for category, count in found.items()],
    )
    made = report(session, "period", "2020-11-11..2021-06-30")
    assert key_figures(made)["Items in all"] == "21,259"
    assert printed(made, "productivity", "ground_per_item")["Not stated"] == "1,411"


# --- 4: Saloglu ---------------------------------------------------------------------------------------------------


def test_saloglu_released_5_7_km2_of_a_scatter_area_of_4400_ha(session: Session) -> None:
    scattered = hazard("HA-1", "2005-01-01", field(4_400 * HA), contamination_types=["erw"])
    work = release("RA-1", "2011-12-31", field(5.7 * KM2))
    approve(session, hazardous_areas=[scattered], release_areas=[work])
    (cleared_m2,) = released_m2(session, "2005-01-01", "2011-12-31", Dimension.METHOD).values()
    left = contamination(session, ContaminationQuestion(as_of=date(2011, 12, 31), account=Account.OPERATIONAL))
    assert (area_km2_text(cleared_m2, "en"), area_ha_text(cleared_m2, "en")) == ("5.70", "570.0")
    assert area_ha_text(cleared_m2 + left.total_m2, "en") == "4,400.0"
    assert number_text(620_000 / (cleared_m2 / HA), "en") == "1,088"
    assert number_text(3_200_000 / cleared_m2, "en", decimals=2) == "0.56"


# --- 5: Jeyranchel ------------------------------------------------------------------------------------------------


def test_jeyranchel_has_64_km2_of_which_phases_of_19_and_23_6_are_done(session: Session) -> None:
    phases_m2 = (19 * KM2, 23_584_545, 21_395_505)
    assert sum(phases_m2) == 63_980_050
    whole = hazard("HA-1", "2011-01-01", field(64 * KM2), contamination_types=["erw"])
    second = field(phases_m2[0] + phases_m2[1])
    work = [release("RA-1", "2014-07-31", field(phases_m2[0])), release("RA-2", "2017-12-31", second)]
    approve(session, hazardous_areas=[whole], release_areas=work)
    yearly = released_m2(session, "2011-01-01", "2017-12-31", Dimension.YEAR)
    assert {year: area_m2_text(m2, "en") for year, m2 in yearly.items()} == {"2014": "19,000,000", "2017": "23,584,545"}
    left = {
        year: contamination(session, ContaminationQuestion(as_of=date(year, 12, 31), account=Account.OPERATIONAL))
        for year in (2011, 2014, 2017)
    }
    assert {year: area_km2_text(stock.total_m2, "en") for year, stock in left.items()} == {
        2011: "64.00",
        2014: "45.00",
        2017: "21.42",
    }
    assert area_m2_text(sum(yearly.values()), "en") == "42,584,545"
    assert number_text(100 * sum(yearly.values()) / (64 * KM2), "en", decimals=1) == "66.5"


def test_jeyranchel_yielded_16380_hazardous_items_and_800000_others_are_kept_apart(session: Session) -> None:
    stamp = approve(
        session,
        eo_items=[
            item("EO-1", "2014-07-31", "av_mine", 173),
            item("EO-2", "2014-07-31", "uxo", 14_654),
            item("EO-3", "2017-12-31", "uxo", 1_553),
            item("EO-4", "2017-12-31", "scrap", 800_000, is_hazardous=False),
        ],
    )
    known = Known(from_on=date(2011, 1, 1), to_on=date(2017, 12, 31), as_known_at=stamp)
    counted = items(disposed_items(session, known))
    assert (counted.at, counted.uxo, counted.total, counted.harmless) == (173, 16_207, 16_380, 800_000)


# --- 6: weeks and the month, October 2025 -------------------------------------------------------------------------

OCTOBER = {
    # day: AP, AT, UXO, released ha; the two weeks as published, the days between them and the edges of the month
    "2025-09-30": (9, 8, 700, 100),
    "2025-10-01": (101, 106, 2_400, 1_000),
    "2025-10-13": (30, 40, 900, 787.8),
    "2025-10-19": (31, 29, 1_100, 800),
    "2025-10-20": (100, 50, 5_000, 1_000),
    "2025-10-26": (43, 33, 498, 644.6),
    "2025-10-31": (101, 106, 2_400, 500),
    "2025-11-02": (7, 5, 300, 200),
}


@pytest.fixture
def october(session: Session) -> datetime:
    """Approve a release and the items of each day, and give the stamp."""
    work, found, row = [], [], 0.0
    for day, (ap, at, uxo, area_ha) in OCTOBER.items():
        ground = field(area_ha * HA, row=row)
        row += (ground.bounds[3] - ground.bounds[1]) / 0.001 + 1
        work.append(release(f"RA-{day}", day, ground))
        counts = {"ap_mine": ap, "av_mine": at, "uxo": uxo}
        found += [item(f"EO-{day}-{category}", day, category, count) for category, count in counts.items()]
    return approve(session, release_areas=work, eo_items=found)


@pytest.mark.usefixtures("october")
@pytest.mark.parametrize(
    ("week", "items_", "area_ha"),
    [("2025-W42", [61, 69, 2_000], "1,587.8"), ("2025-W43", [143, 83, 5_498], "1,644.6")],
)
def test_the_weeks_of_october_2025_are_as_published(
    session: Session, week: str, items_: list[float], area_ha: str
) -> None:
    made = weekly(session, week)
    assert (counted(made, "ap", "at", "uxo"), released_ha(made)) == (items_, area_ha)
    told = made.table("key_figures").cell("released", "period").printed
    assert (told.en, told.az) == (area_ha, area_ha.replace(",", NO_BREAK_SPACE).replace(".", ","))


@pytest.mark.usefixtures("october")
def test_the_month_comes_from_its_days_and_not_from_weeks(session: Session) -> None:
    weeks = {week: weekly(session, week) for week in ("2025-W40", "2025-W42", "2025-W43", "2025-W44")}
    both = [weeks["2025-W42"], weeks["2025-W43"]]
    assert [sum(counts) for counts in zip(*(counted(one, "ap", "at", "uxo") for one in both), strict=True)] == [
        204,
        152,
        7_498,
    ]
    assert released_ha(*both) == "3,232.4"

    month = report(session, "monthly", "2025-10")
    assert counted(month, "ap", "at", "uxo", "items") == [406, 364, 12_298, 13_068]
    assert sum(number(of_period(week, "ap")) for week in weeks.values()) == 406 + 9 + 7

    monthly = {label: report(session, "monthly", label) for label in ("2025-09", "2025-10", "2025-11")}
    assert {label: released_ha(made) for label, made in monthly.items()} == {
        "2025-09": "100.0",
        "2025-10": "4,732.4",
        "2025-11": "200.0",
    }
    assert printed(month, "key_figures", "previous_change")["Released, ha"] == "+4,632.4"
    assert "12,298 items of unexploded ordnance" in sentences(month, "en")
    assert sentences(month, "en").startswith("October 2025: 4,732.4")
    assert released_ha(*weeks.values()) == "5,032.4"


# --- 8: everything to 10 November 2025 -----------------------------------------------------------------------------


def test_the_cumulative_figures_of_2025_are_as_published_and_20_4_per_cent_of_the_estimate(session: Session) -> None:
    found = {"ap_mine": 39_201, "av_mine": 22_637, "uxo": 164_128}
    approve(
        session,
        release_areas=[release("RA-1", "2025-11-10", field(237_821.5 * HA))],
        eo_items=[item(f"EO-{category}", "2025-11-10", category, count) for category, count in found.items()],
    )
    made = weekly(session, "2025-W46")
    told = printed(made, "key_figures", "cumulative")
    assert [told[name] for name in ("Released, ha", "AP mines", "AT mines", "UXO", "Items in all")] == [
        "237,821.5",
        "39,201",
        "22,637",
        "164,128",
        "225,966",
    ]
    share_pct = 100 * number(since_origin(made, "released")) / (1_166_700 * HA)
    assert number_text(share_pct, "en", decimals=1) == "20.4"


# --- 7: the smallest week, and rounding ---------------------------------------------------------------------------


def test_the_smallest_week_is_printed_with_four_decimals(session: Session) -> None:
    """9–14 January 2023: 955 m² and one UXO; one decimal would print 0.1."""
    approve(
        session,
        release_areas=[release("RA-1", "2023-01-14", field(955))],
        eo_items=[item("EO-1", "2023-01-14", "uxo", 1)],
    )
    week = weekly(session, "2023-W02")
    assert key_figures(week)["Released, ha"] == "0.0955"
    assert f"0.0955{NO_BREAK_SPACE}ha of land released" in sentences(week, "en")
    assert "1 item of unexploded ordnance." in sentences(week, "en")
    assert f"0,0955{NO_BREAK_SPACE}ha" in sentences(week, "az")


def test_2436776_m2_are_rounded_and_not_cut_to_243_ha(session: Session) -> None:
    approve(session, release_areas=[release("RA-1", "2023-01-20", field(2_436_776))])
    week = weekly(session, "2023-W03")
    assert key_figures(week)["Released, ha"] == "243.7"
    assert f"243,7{NO_BREAK_SPACE}ha" in sentences(week, "az")


# --- 9: a split by method that adds up ----------------------------------------------------------------------------


def test_the_methods_of_cambodia_2016_add_up_to_68_74_km2(session: Session) -> None:
    split = {"cancelled": 28.93, "reduced": 14.48, "cleared": 25.33}
    work = [
        release(method, "2016-12-31", field(km2 * KM2, row=100 * n), release_method=method)
        for n, (method, km2) in enumerate(split.items())
    ]
    approve(session, release_areas=work)
    methods_m2 = released_m2(session, "2016-01-01", "2016-12-31", Dimension.METHOD)
    assert {method: area_km2_text(m2, "en") for method, m2 in methods_m2.items()} == {
        method: f"{km2}" for method, km2 in split.items()
    }
    assert area_km2_text(sum(methods_m2.values()), "en") == "68.74"
    told = key_figures(report(session, "annual", "2016", cumulative_origin=date(2010, 1, 1)))
    names = ("Cancelled (NTS), ha", "Reduced (TS), ha", "Cleared, ha", "Released, ha")
    assert [told[name] for name in names] == ["2,893.0", "1,448.0", "2,533.0", "6,874.0"]


# --- 10: overlap --------------------------------------------------------------------------------------------------


def test_ground_that_two_weeks_cleared_counts_in_the_first(session: Session) -> None:
    first, second = strip(0, 10_000), strip(8_000, 18_000)
    approve(
        session,
        release_areas=[release("RA-1", "2021-02-01", first), release("RA-2", "2021-02-08", second)],
    )
    weekly = released_m2(session, "2021-02-01", "2021-02-14")
    assert weekly == pytest.approx({"2021-W05": 10_000, "2021-W06": 8_000}, abs=0.05)
    assert sum(weekly.values()) == pytest.approx(18_000, abs=0.05)
    weeks = [report(session, "weekly", label) for label in ("2021-W05", "2021-W06")]
    assert [key_figures(made)["Released, ha"] for made in weeks] == ["1.0", "0.8000"]
    both = report(session, "period", "2021-02-01..2021-02-14")
    assert key_figures(both)["Released, ha"] == "1.8"


CANCELLED = release("RA-1", "2021-02-01", strip(0, 10_000), release_method="cancelled", criteria="NTS-1")
CLEARED_AFTER = release("RA-2", "2021-02-08", strip(0, 10_000), asset=["manual"], depth_cleared_cm=20)
MINE = item("EO-1", "2021-02-08", "ap_mine", 1, geometry=strip(0, 10_000).centroid)


def test_cancelled_ground_that_is_cleared_a_week_later_adds_nothing_and_is_asked_about(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str], session: Session
) -> None:
    road("release_areas", collection(CANCELLED))
    analyst = holder(Role.ANALYST)
    assert severities(client, analyst, "release_areas", collection(CLEARED_AFTER))["GEO-07"] == "warning"
    assert severities(client, analyst, "eo_items", collection(MINE))["EO-03"] == "warning"
    road("release_areas", collection(CLEARED_AFTER))
    assert released_m2(session, "2021-02-01", "2021-02-14") == pytest.approx({"2021-W05": 10_000}, abs=0.05)


def test_cancelled_ground_that_was_contaminated_again_in_between_is_released_again(session: Session) -> None:
    again = hazard("HA-1", "2021-02-05", strip(0, 10_000), reopens_released=True)
    approve(session, release_areas=[CANCELLED])
    approve(session, hazardous_areas=[again])
    approve(session, release_areas=[CLEARED_AFTER])
    weekly = released_m2(session, "2021-02-01", "2021-02-14")
    assert weekly == pytest.approx({"2021-W05": 10_000, "2021-W06": 10_000}, abs=0.05)
    struck = balance(
        session,
        BalanceQuestion(start=date(2021, 2, 1), end=date(2021, 2, 14), account=Account.OPERATIONAL),
    )
    changes = {name: float(figure or 0) for name, figure in struck.total.items() if figure}
    assert changes == pytest.approx({"identified_m2": 10_000, "cleared_m2": -10_000}, abs=0.05)

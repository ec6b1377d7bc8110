"""Figures from rows; expected sums are worked out by hand or quoted from domain.md 13."""

from datetime import date
from typing import Any

import pytest

from gis.aggregates import areas, areas_by, closing_totals_m2, items, items_by, period_series, total_m2
from gis.codelists import EoCategory
from gis.periods import week, weeks_until


def row(method: str, area_m2: float, **dimensions: str | None) -> dict[str, Any]:
    return {"method": method, "area_m2": area_m2, **dimensions}


def find(category: str, quantity: int, *, is_hazardous: bool = True, **dimensions: str) -> dict[str, Any]:
    return {"eo_category": category, "quantity": quantity, "is_hazardous": is_hazardous, **dimensions}


def test_the_methods_of_cambodia_2016_add_up_to_what_was_released() -> None:
    split = areas([row("cancelled", 28.93e6), row("reduced", 14.48e6), row("cleared", 25.33e6)])
    assert split.released_m2 == 68_740_000
    assert split.undetermined_m2 == 0


def test_the_2020_figure_is_released_once_by_no_known_method() -> None:
    split = areas([row("undetermined", 100_977)])
    assert (split.released_m2, split.undetermined_m2, split.cleared_m2) == (100_977, 100_977, 0)


def test_the_one_line_figure_leaves_cancelled_ground_out() -> None:
    split = areas([row("cleared", 100.25), row("reduced", 20), row("cancelled", 3000), row("undetermined", 4)])
    assert split.bulletin_m2 == 124.25
    assert split.released_m2 == 3124.25


def test_a_total_is_its_parts_however_they_are_grouped() -> None:
    rows = [row("cleared", 0.1 + 1e-9 * number, district=str(number % 7)) for number in range(1000)]
    parts = areas_by("district", rows)
    assert total_m2(part.released_m2 for part in parts.values()) == areas(rows).released_m2 == 100.0
    assert areas(rows[::-1]) == areas(rows)


def test_a_missing_district_is_a_group_of_its_own() -> None:
    assert areas_by("district", [row("cleared", 5, district=None), row("cleared", 7, district="AGM")]).keys() == {
        None,
        "AGM",
    }


def test_what_was_taken_back_is_negative() -> None:
    change = areas([row("cleared", 10), row("cancelled", 5)]) - areas([row("cleared", 40)])
    assert (change.cleared_m2, change.cancelled_m2, change.released_m2) == (-30, 5, -25)


@pytest.mark.parametrize(
    ("category", "group"),
    [
        (EoCategory.AP_MINE, "ap"),
        (EoCategory.AP_IMPROVISED, "ap"),
        (EoCategory.AV_MINE, "at"),
        (EoCategory.SUBMUNITION, "uxo"),
        (EoCategory.UXO, "uxo"),
        (EoCategory.AXO, "uxo"),
        (EoCategory.IED, "uxo"),
        (EoCategory.BOOBY_TRAP, "uxo"),
        (EoCategory.FUZE, "uxo"),
        (EoCategory.SAA, "saa"),
        (EoCategory.SCRAP, "harmless"),
    ],
)
def test_each_category_counts_in_one_group(category: EoCategory, group: str) -> None:
    counted = items([find(category, 3)])
    groups = {name: getattr(counted, name) for name in ("ap", "at", "uxo", "saa", "harmless")}
    assert groups == {**dict.fromkeys(groups, 0), group: 3}


def test_items_of_june_2021_add_up_and_what_is_harmless_is_in_no_total() -> None:
    counted = items(
        [
            find("ap_mine", 8256),
            find("av_mine", 3792),
            find("uxo", 9211 - 293),
            find("submunition", 293),
            find("uxo", 99, is_hazardous=False),
            find("saa", 5000),
        ]
    )
    assert (counted.total, counted.submunitions, counted.harmless, counted.saa) == (21_259, 293, 99, 5000)


def test_items_are_split_by_place() -> None:
    split = items_by("district", [find("ap_mine", 1, district="AGM"), find("ap_mine", 2, district="FUZ")])
    assert {place: counted.ap for place, counted in split.items()} == {"AGM": 1, "FUZ": 2}


def test_a_week_without_a_record_is_a_gap_and_not_zero() -> None:
    weeks = weeks_until(week("2025-W43"), 3)
    rows = [row("cleared", 8, week="2025-W41"), row("reduced", 2, week="2025-W43")]
    series = period_series(weeks, rows, today=date(2025, 10, 26))
    assert [point.areas and point.areas.released_m2 for point in series] == [8, None, 2]
    assert [point.is_over for point in series] == [True, True, False]
    assert series[0].period.start == date(2025, 10, 6)


def test_cumulative_totals_run_back_from_the_closing_one() -> None:
    rows = [row("cleared", 8, week="2025-W41"), row("reduced", 2, week="2025-W43")]
    series = period_series(weeks_until(week("2025-W43"), 3), rows, today=date(2025, 10, 27))
    assert closing_totals_m2(series, 100) == [98, 98, 100]

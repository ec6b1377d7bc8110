"""Charts as SVG: their letters are outlines, which Matplotlib names in comments."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from gis.aggregates import WeekAreas, weekly_series
from gis.charts import cumulative_line_svg, method_columns_svg
from gis.codelists import Language
from gis.periods import week, weeks_until


def series(count: int = 3, *, is_last_over: bool = True) -> list[WeekAreas]:
    """Give weeks up to 2025-W43 of which the second last has no record."""
    rows = [
        {"week": "2025-W41", "method": "cleared", "area_m2": 15_878_000},
        {"week": "2025-W43", "method": "cleared", "area_m2": 16_446_000},
        {"week": "2025-W43", "method": "reduced", "area_m2": 955},
    ]
    return weekly_series(weeks_until(week("2025-W43"), count), rows, is_last_over=is_last_over)


def written(svg: str) -> list[str]:
    """Give the texts on a chart, a line each."""
    return re.findall(r"<!-- (.*?) -->", svg)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", {"1,587.8", "1,644.7", "W41", "6 Oct", "no", "record", "Cleared", "Reduced (TS)"}),
        ("az", {"1\N{NO-BREAK SPACE}587,8", "W41", "06.10", "qeyd", "yoxdur", "Təmizlənib", "İxtisar olunub"}),
    ],
)
def test_columns_carry_their_figures_and_a_week_without_record_says_so(language: Language, texts: set[str]) -> None:
    assert texts <= set(written(method_columns_svg(series(), language)))


def test_methods_that_do_not_occur_are_not_named() -> None:
    assert not {"Cancelled (NTS)", "Method not"} & set(written(method_columns_svg(series(), "en")))


def test_a_week_that_is_not_over_is_marked() -> None:
    assert "so far" in written(method_columns_svg(series(is_last_over=False), "en"))
    assert "so far" not in written(method_columns_svg(series(), "en"))


def test_a_year_of_columns_names_each_month_once_and_no_figures() -> None:
    texts = written(method_columns_svg(series(52), "en"))
    assert [text for text in texts if text.startswith("W")] == [
        *("W45", "W49", "W02", "W06", "W10", "W15", "W19", "W23", "W28", "W32", "W36", "W41"),
    ]
    assert "1,644.7" not in texts


def test_weeks_without_any_record_draw_no_scale() -> None:
    empty = weekly_series(weeks_until(week("2025-W43"), 3), [], is_last_over=True)
    assert set(written(method_columns_svg(empty, "en"))) == {"W41", "W42", "W43", "6 Oct", "13 Oct", "20 Oct"} | {
        "no",
        "record",
    }


def test_the_line_ends_at_the_closing_total() -> None:
    assert "237,821.5" in written(cumulative_line_svg(series(), 2_378_215_000, language="en"))


def test_charts_drawn_at_the_same_time_do_not_disturb_each_other() -> None:
    alone = method_columns_svg(series(), "en")
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: method_columns_svg(series(), "en"), range(8))) == {alone}


def test_the_same_figures_give_the_same_bytes() -> None:
    assert method_columns_svg(series(), "az") == method_columns_svg(series(), "az")
    assert cumulative_line_svg(series(), 1.0, language="en") == cumulative_line_svg(series(), 1.0, language="en")

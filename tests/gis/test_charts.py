"""Charts as SVG: what stands on them, where it stands, and that any page and any PDF can hold them."""

import re
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import typst

from gis.aggregates import PeriodAreas, Remaining, areas, period_series
from gis.charts import (
    PAGE,
    PAPER,
    PHONE,
    NamedAreas,
    PublishedPoint,
    Size,
    cumulative_line_svg,
    method_bars_svg,
    method_columns_svg,
    published_points_svg,
    remaining_area_svg,
)
from gis.codelists import Language
from gis.periods import PeriodUnit, period, periods_between, week, weeks_until

SVG = "{http://www.w3.org/2000/svg}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
POINTS = {
    "2025-W42": PublishedPoint(area_m2=15_878_000, told="1,587.8"),
    "2025-W43": PublishedPoint(area_m2=0, told="0"),
}


def series(count: int = 3, *, is_last_over: bool = True) -> list[PeriodAreas]:
    """Give weeks up to 2025-W43 of which the second last has no record."""
    rows = [
        {"week": "2025-W41", "method": "cleared", "area_m2": 15_878_000},
        {"week": "2025-W43", "method": "cleared", "area_m2": 16_446_000},
        {"week": "2025-W43", "method": "reduced", "area_m2": 955},
    ]
    last = week("2025-W43")
    return period_series(weeks_until(last, count), rows, today=last.end + timedelta(days=is_last_over))


def remaining(*areas_m2: tuple[float, float] | None) -> list[Remaining]:
    """Give the weeks up to 2025-W43 with what was untouched and what awaited acceptance."""
    return [
        Remaining(period=one, untouched_m2=parts and parts[0], awaiting_m2=parts and parts[1])
        for one, parts in zip(weeks_until(week("2025-W43"), len(areas_m2)), areas_m2, strict=True)
    ]


def every_chart(language: Language = "en", size: Size = PAPER) -> list[str]:
    """Give one chart of each kind, and an empty one of each."""
    named = [NamedAreas(name="Ağdam & “Füzuli” <1>", areas=areas([{"method": "cancelled", "area_m2": 10_000}]))]
    nothing = [PeriodAreas(period=week("2025-W43"), areas=None, is_over=False)]
    return [
        method_columns_svg(series(52, is_last_over=False), language, size=size),
        cumulative_line_svg(series(), 2_378_215_000, language=language, size=size),
        remaining_area_svg(remaining(None, (4e6, 1e6), (3e6, 2e6)), language, size=size),
        method_bars_svg(named, language, size=size),
        published_points_svg(series(52), POINTS, language, size=size),
        method_columns_svg(nothing, language, size=size),
        cumulative_line_svg(nothing, 0, language=language, size=size),
        remaining_area_svg(remaining(None), language, size=size),
        method_bars_svg([], language, size=size),
        published_points_svg(nothing, {}, language, size=size),
    ]


def written(svg: str) -> list[str]:
    """Give the texts on a chart, a line each."""
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def boxes(svg: str, fill: str) -> list[tuple[float, ...]]:
    """Give left, upper edge, width and height of the boxes of a colour."""
    courses = [
        path.get("d", "")
        for path in ET.fromstring(svg).iter(f"{SVG}path")  # noqa: S314 - our own
        if path.get("fill") == fill
    ]
    found = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)", " ".join(courses))
    return [tuple(map(float, numbers)) for numbers in found]


# --- any chart ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [PAGE, PHONE, PAPER])
@pytest.mark.parametrize("language", ["en", "az"])
def test_a_chart_stands_in_a_strict_page_and_tells_those_who_cannot_see_it(language: Language, size: Size) -> None:
    for svg in every_chart(language, size):
        root = ET.fromstring(svg)  # noqa: S314 - our own
        assert not {"style", "class", "onclick"} & {name for node in root.iter() for name in node.attrib}
        assert not list(root.iter(f"{SVG}style"))
        assert root.get("role") == "img"
        told = {node.get("id"): node.text for node in root if node.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert all(told[name] is not None for name in (root.get("aria-labelledby") or "").split())
        assert len(told) == 2


def test_no_two_charts_share_a_name_and_every_pattern_is_defined() -> None:
    page = "".join([*every_chart("en", PAGE), *every_chart("en", PHONE), *every_chart("az", PAGE)])
    names = Counter(re.findall(r' id="([^"]+)"', page))
    assert set(names.values()) == {1}
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(names)


def test_the_same_figures_give_the_same_text() -> None:
    assert every_chart() == every_chart()


@pytest.mark.parametrize("language", ["en", "az"])
def test_letters_of_both_languages_are_letters_in_a_pdf(language: Language) -> None:
    charts = every_chart(language)
    images = "\n".join(
        f'#image(bytes(sys.inputs.c{number}), format: "svg", alt: "chart")' for number in range(len(charts))
    )
    source = f'#set document(title: "Charts")\n{images}'.encode()
    inputs = {f"c{number}": svg for number, svg in enumerate(charts)}
    made = typst.compile(source, sys_inputs=inputs, font_paths=[], ignore_system_fonts=True, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    assert b"LibertinusSerif" in made
    assert b"notdef" not in made


# --- columns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", {"1,587.8", "1,644.7", "W41", "6 Oct", "no", "record", "Cleared", "Reduced (TS)", "ha"}),
        ("az", {f"1{NO_BREAK_SPACE}587,8", "W41", "06.10", "qeyd", "yoxdur", "Təmizlənib", "İxtisar olunub"}),
    ],
)
def test_columns_carry_their_figures_and_a_week_without_record_says_so(language: Language, texts: set[str]) -> None:
    assert texts <= set(written(method_columns_svg(series(), language)))


def test_a_column_is_as_high_as_its_ground_and_stands_on_zero() -> None:
    first, last, _ = boxes(method_columns_svg(series(), "en"), "#33A02C")
    assert first[3] / last[3] == pytest.approx(15_878_000 / 16_446_000, abs=0.002)
    assert first[1] + first[3] == pytest.approx(last[1] + last[3], abs=0.11)


def test_methods_stand_on_each_other_in_their_order() -> None:
    rows = [
        {"month": "2025-10", "method": method, "area_m2": 10_000 * area_ha}
        for method, area_ha in (("cancelled", 10), ("cleared", 40), ("undetermined", 20), ("reduced", 30))
    ]
    column = period_series([period("2025-10")], rows, today=date(2025, 12, 1))
    svg = method_columns_svg(column, "en", size=PHONE)
    cleared, reduced, cancelled = (
        boxes(svg, "#33A02C")[-1],
        boxes(svg, "#A6CE39")[-2],
        boxes(svg, "#A6CE39")[-1],
    )
    assert [round(part[3] / cleared[3], 2) for part in (cleared, reduced, cancelled)] == [1, 0.75, 0.25]
    assert reduced[1] + reduced[3] == pytest.approx(cleared[1], abs=0.11)
    assert cancelled[1] + cancelled[3] == pytest.approx(reduced[1], abs=0.11)


def test_methods_that_do_not_occur_are_not_named() -> None:
    assert not {"Cancelled (NTS)", "Method not recorded"} & set(written(method_columns_svg(series(), "en")))


def test_a_week_that_is_not_over_is_marked() -> None:
    assert "so far" in written(method_columns_svg(series(is_last_over=False), "en"))
    assert "so far" not in written(method_columns_svg(series(), "en"))


def test_a_year_of_columns_names_months_and_no_figures() -> None:
    texts = written(method_columns_svg(series(52), "en", size=PAGE))
    assert [text for text in texts if text.startswith("W")] == [
        *("W45", "W49", "W02", "W06", "W10", "W15", "W19", "W23", "W28", "W32", "W36", "W41"),
    ]
    assert "1,644.7" not in texts


@pytest.mark.parametrize(
    ("unit", "first", "marks"),
    [
        (PeriodUnit.DAY, "2025-10-25", {"25 Oct", "31 Oct"}),
        (PeriodUnit.MONTH, "2025-01-01", {"Jan", "Oct", "2025"}),
        (PeriodUnit.QUARTER, "2024-01-01", {"Q1", "Q3", "2024", "2025"}),
        (PeriodUnit.YEAR, "2019-01-01", {"2019", "2025"}),
    ],
)
def test_columns_stand_for_any_unit(unit: PeriodUnit, first: str, marks: set[str]) -> None:
    periods = periods_between(unit, date.fromisoformat(first), date(2025, 10, 31))
    rows = [{unit: one.label, "method": "cleared", "area_m2": 1e4} for one in periods]
    svg = method_columns_svg(period_series(periods, rows, today=date(2027, 1, 1)), "en", size=PAGE)
    assert marks <= set(written(svg))
    assert len(boxes(svg, "#33A02C")) == len(periods) + 1  # the box beside the name of the method


def test_weeks_without_any_record_draw_no_scale() -> None:
    empty = period_series(weeks_until(week("2025-W43"), 3), [], today=date(2025, 10, 27))
    texts = {"W41", "W42", "W43", "6 Oct", "13 Oct", "20 Oct", "no", "record"}
    assert set(written(method_columns_svg(empty, "en"))) == texts


def test_who_points_at_a_column_reads_its_figures() -> None:
    told = [node.text for node in ET.fromstring(method_columns_svg(series(), "en")).iter(f"{SVG}title")]  # noqa: S314
    assert told[2] == "Week 42, 13–19 October 2025: no approved work is recorded"
    assert told[3] == "Week 43, 20–26 October 2025: 1,644.7 ha\nCleared 1,644.6 ha\nReduced (TS) 0.0955 ha"


# --- line, area and bars ------------------------------------------------------------------------------------------


def test_the_line_ends_at_the_closing_total_and_breaks_at_a_gap() -> None:
    svg = cumulative_line_svg(series(4), 2_378_215_000, language="en")
    assert "237,821.5" in written(svg)
    assert svg.count("<circle") == 3
    assert 'fill="none" stroke="#1F4E9E"' not in svg
    worked = [week for week in series(4) if week.areas]
    assert 'fill="none" stroke="#1F4E9E"' in cumulative_line_svg(worked, 1e6, language="en")


def test_what_remains_is_told_in_its_parts_and_drawn_to_scale() -> None:
    svg = remaining_area_svg(remaining((6e6, 2e6), (5e6, 1e6)), "en", size=PHONE)
    assert [text for text in written(svg) if "km²" in text and text != "km²"] == [
        f"Not touched yet: 5.00{NO_BREAK_SPACE}km²",
        f"Worked, awaiting acceptance: 1.00{NO_BREAK_SPACE}km²",
        f"Certified stock, both together: 6.00{NO_BREAK_SPACE}km²",
    ]
    untouched = re.search(r'd="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)[^"]*" fill="#C3C9D1"', svg)
    assert untouched
    first, second, base = map(float, untouched.groups())
    assert (base - first) / (base - second) == pytest.approx(6 / 5, abs=0.01)


def test_weeks_before_the_first_hazard_are_a_gap() -> None:
    known = remaining_area_svg(remaining((6e6, 2e6), (5e6, 1e6)), "en")
    partly = remaining_area_svg(remaining(None, (6e6, 2e6), (5e6, 1e6)), "en")
    assert known.count('fill="#C3C9D1"') == partly.count('fill="#C3C9D1"') == 2
    assert remaining_area_svg(remaining(None, None), "en").count('fill="#C3C9D1"') == 0


def test_bars_are_as_long_as_their_ground() -> None:
    rows = [
        NamedAreas(name=name, areas=areas([{"method": "cleared", "area_m2": area_m2}]))
        for name, area_m2 in (("Aghdam", 40_000), ("Fuzuli", 10_000), ("Lachin", 0))
    ]
    svg = method_bars_svg(rows, "en")
    _, first, second = boxes(svg, "#33A02C")
    assert first[2] / second[2] == pytest.approx(4, abs=0.01)
    assert {"Aghdam", "Fuzuli", "Lachin", "4.0", "1.0", "0"} <= set(written(svg))


def test_a_name_wider_than_the_chart_is_cut_where_it_is_drawn_and_whole_in_the_description() -> None:
    name = "Office for the Clearance of Unexploded Ordnance from Land under Irrigation"
    row = NamedAreas(name=name, areas=areas([{"method": "cleared", "area_m2": 10_000}]))
    svg = method_bars_svg([row], "en", size=PHONE)
    (drawn,) = (word for word in written(svg) if word.startswith("Office"))
    assert drawn.endswith("…")
    assert len(drawn) * PHONE.letters_px * 0.58 <= PHONE.width_px
    assert f"{name} 1.0 ha" in svg


# --- published figures --------------------------------------------------------------------------------------------


def test_each_published_figure_is_a_point_at_its_height_and_says_itself() -> None:
    svg = published_points_svg(series(), POINTS, "en")
    points = [one for one in ET.fromstring(svg).iter(f"{SVG}circle") if one.find(f"{SVG}title") is not None]  # noqa: S314 - our own
    told = [one.findtext(f"{SVG}title") for one in points]
    assert told == [
        "Week 42, 13–19 October 2025: 1,587.8 ha, As published",
        "Week 43, 20–26 October 2025: 0 ha, As published",
    ]
    upper, base = (float(one.attrib["cy"]) for one in points)
    (first, *_) = boxes(svg, "#DADFE5")
    assert base > upper
    # The column of week 41 has as many hectares recorded as were published of week 42.
    assert upper == pytest.approx(first[1], abs=0.2)


def test_a_chart_without_published_figures_says_that_there_are_none() -> None:
    assert "Nothing that was published of these periods is known." in published_points_svg(series(), {}, "en")

"""The charts of a report: few inks, direct labels, a base at zero, and a gap where nothing is recorded.

Every chart is an ``<svg>`` element whose letters are outlines, so that it looks alike in browser and PDF, and the same
figures give the same bytes. Its title, unit and words for those who cannot see it belong to the page that holds it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from textwrap import wrap
from typing import Any

import numpy as np
from babel.dates import format_date
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gis.aggregates import WeekAreas, closing_totals_m2
from gis.codelists import Language, ReleaseMethod
from gis.drawing import drawing, svg_element
from gis.language import translator
from gis.periods import Period
from gis.symbology import INK, RELEASE_SYMBOLS, Dots, matplotlib_style
from gis.text import M2_PER_HA, area_ha_text, number_text

WIDTH_IN = 6.9
HEIGHT_IN = 1.6
STACK = (ReleaseMethod.CLEARED, ReleaseMethod.REDUCED, ReleaseMethod.CANCELLED, ReleaseMethod.UNDETERMINED)
"""From the base upwards."""

FEW_WEEKS = 16
"""Up to so many columns each carries its figure and its week."""

GREY, GRID, LINE = "#5F5F5F", "#DADADA", "#1F4E9E"
TEXT_PT, SMALL_PT = 7.5, 6.5
LABEL_WIDTH, LINE_HEIGHT = 20, 0.1
"""Of the labels beside the columns: letters in a line, and a line's share of the height."""

COLUMN_WIDTH = 0.72
DOTS = "."
"""Sparse: Matplotlib writes each dot of the denser hatch as a path of its own, 150 kB in all."""


def method_columns_svg(series: Sequence[WeekAreas], language: Language) -> str:
    """Give released hectares per week as columns stacked by method, oldest week first.

    A week without approved work is a gap; one that is not over is pale and says so.
    """
    with _chart(right=0.81) as figure:
        axes = _axes(figure, series, language)
        _draw_columns(axes, [week if week.is_over else replace(week, areas=None) for week in series], strength=1)
        _draw_columns(axes, [replace(week, areas=None) if week.is_over else week for week in series], strength=0.4)
        axes.set_ylim(0, max(map(_released_ha, series)) * 1.15 or 1)
        _label_columns(axes, series, language)
        _label_methods(axes, series, language)
        return svg_element(figure, is_transparent=True)


def cumulative_line_svg(series: Sequence[WeekAreas], closing_m2: float, *, language: Language) -> str:
    """Give the cumulative released hectares at the end of each week as a line.

    Parameters
    ----------
    closing_m2
        The cumulative area at the end of the last week, in square metres.
    """
    totals_ha = [total_m2 / M2_PER_HA for total_m2 in closing_totals_m2(series, closing_m2)]
    with _chart(right=0.9) as figure:
        axes = _axes(figure, series, language)
        axes.plot(range(len(series)), totals_ha, color=LINE, linewidth=1.5, zorder=3)
        axes.plot(len(series) - 1, totals_ha[-1], "o", color=LINE, markersize=3.5, zorder=3)
        axes.annotate(
            area_ha_text(closing_m2, language),
            (len(series) - 1, totals_ha[-1]),
            (6, 0),
            textcoords="offset points",
            va="center",
            weight="bold",
            size=TEXT_PT,
        )
        axes.set_ylim(0, max(totals_ha) * 1.15 or 1)
        return svg_element(figure, is_transparent=True)


# --- the frame ----------------------------------------------------------------------------------------------------


@contextmanager
def _chart(*, right: float) -> Iterator[Figure]:
    with drawing():
        figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN))
        figure.subplots_adjust(left=0.075, right=right, top=0.92, bottom=0.22)
        yield figure


def _axes(figure: Figure, series: Sequence[WeekAreas], language: Language) -> Axes:
    """Give axes with a light horizontal grid, hectares upwards and the weeks along the base."""
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, linewidth=0.5)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda ha, _: _tick_text(ha, language)))
    axes.tick_params(axis="both", length=0, colors=GREY, labelsize=TEXT_PT)
    axes.yaxis.set_visible(any(week.areas for week in series))
    axes.set_xlim(-0.7, len(series) - 0.3)
    places = _labelled(series)
    axes.set_xticks(places, [_week_text(series[place].week, language) for place in places])
    return axes


def _tick_text(ha: float, language: Language) -> str:
    """Give a mark of the scale with as many decimals as it has."""
    decimals = next(places for places in range(7) if abs(ha - round(ha, places)) < 1e-9 * max(1.0, abs(ha)))
    return number_text(ha, language, decimals=decimals)


def _labelled(series: Sequence[WeekAreas]) -> list[int]:
    """Give the columns that carry a week: all of a few, else the first of each month but for crowded ends."""
    if len(series) <= FEW_WEEKS:
        return list(range(len(series)))
    months = [week.week.start.month for week in series]
    return [place for place, (before, after) in enumerate(pairwise(months), start=1) if before != after]


def _week_text(week: Period, language: Language) -> str:
    """Give the number of a week over its first day, for its label alone says little to most readers."""
    day = f"{week.start:%d.%m}" if language == "az" else format_date(week.start, "d MMM", locale="en")
    return f"{week.label[5:]}\n{day}"


# --- columns ------------------------------------------------------------------------------------------------------


def _style(method: ReleaseMethod, *, strength: float = 1) -> dict[str, Any]:
    """Give the symbol of a method, its dots sparse and its lines thin; without a method it is an outline here."""
    symbol = RELEASE_SYMBOLS[method]
    style: dict[str, Any] = {**matplotlib_style(symbol), "linewidth": 0.7}
    if method is ReleaseMethod.UNDETERMINED:
        return style | {"facecolor": "none", "hatch": None}
    hatch = DOTS if isinstance(symbol.pattern, Dots) else style["hatch"]
    return style | {"facecolor": (symbol.fill, symbol.fill_opacity * strength), "hatch": hatch}


def _released_ha(week: WeekAreas) -> float:
    return week.areas.released_m2 / M2_PER_HA if week.areas else 0.0


def _draw_columns(axes: Axes, series: Sequence[WeekAreas], *, strength: float) -> None:
    """Draw the columns of weeks that are alike, each method in one go; weeks without areas are left out."""
    places = [place for place, week in enumerate(series) if week.areas]
    parts = np.array([[week.areas.m2(method) for method in STACK] for week in series if week.areas]) / M2_PER_HA
    if not places:
        return
    bases = np.cumsum(parts, axis=1) - parts
    axes.bar(places, parts.sum(axis=1), COLUMN_WIDTH, color="white")
    for number, method in enumerate(STACK):
        is_drawn = parts[:, number] > 0
        at = np.array(places)[is_drawn]
        style = _style(method, strength=strength)
        axes.bar(at, parts[is_drawn, number], COLUMN_WIDTH, bases[is_drawn, number], **style)


def _label_columns(axes: Axes, series: Sequence[WeekAreas], language: Language) -> None:
    """Write a column's figure over it, or what stands in place of one; of many columns only what is unfinished."""
    _ = translator(language)
    is_dense = len(series) > FEW_WEEKS
    for place, week in enumerate(series):
        lines = [] if week.is_over else [_("so far")]
        if not is_dense:
            lines += [area_ha_text(week.areas.released_m2, language) if week.areas else _("no\nrecord")]
        covered = series[max(place - 4, 0) : place + 1] if is_dense else [week]
        axes.annotate(
            "\n".join(lines),
            (place + (0.5 if is_dense else 0), max(map(_released_ha, covered))),
            (0, 2),
            textcoords="offset points",
            ha="right" if is_dense else "center",
            va="bottom",
            size=SMALL_PT,
            color=INK if week.areas else GREY,
        )


def _label_methods(axes: Axes, series: Sequence[WeekAreas], language: Language) -> None:
    """Name each method that occurs, beside its part of the last column and clear of its neighbours."""
    methods = [method for method in STACK if any(week.areas and week.areas.m2(method) for week in series)]
    texts = ["\n".join(wrap(method.label(language), LABEL_WIDTH)) for method in methods]
    heights = [0.035 + LINE_HEIGHT * (text.count("\n") + 1) for text in texts]
    for method, text, height in zip(methods, texts, _spread(_middles(axes, series[-1], methods), heights), strict=True):
        swatch = Rectangle((1.015, height - 0.05), 0.022, 0.1, transform=axes.transAxes, clip_on=False)
        swatch.update(_style(method))
        axes.add_patch(swatch)
        axes.text(1.045, height, text, transform=axes.transAxes, va="center", size=SMALL_PT)


def _middles(axes: Axes, last: WeekAreas, methods: Sequence[ReleaseMethod]) -> list[float]:
    """Give the height of the middle of each method's part in the last column, as a share of the axes."""
    top_ha, base_m2, middles = axes.get_ylim()[1], 0.0, []
    for method in methods:
        part_m2 = last.areas.m2(method) if last.areas else 0.0
        middles.append((base_m2 + part_m2 / 2) / M2_PER_HA / top_ha)
        base_m2 += part_m2
    return middles


def _spread(middles: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move labels up until none covers another, then down again as far as the top asks.

    >>> [round(place, 3) for place in _spread([0.0, 0.05, 0.9], [0.1, 0.1, 0.1])]
    [0.05, 0.15, 0.9]
    """
    placed: list[float] = []
    floor = 0.0
    for middle, height in zip(middles, heights, strict=True):
        placed.append(max(middle, floor + height / 2))
        floor = placed[-1] + height / 2
    ceiling = 1.0
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], ceiling - heights[number] / 2)
        ceiling = placed[number] - heights[number] / 2
    return placed

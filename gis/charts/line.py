"""The cumulative released ground as a line on a chart of its own."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from gis.aggregates import PeriodAreas, closing_totals_m2
from gis.charts.frame import PAPER, Frame, Room, Size, framed
from gis.charts.methods import GAP_PX, LINE_EM
from gis.charts.scale import scale_to
from gis.charts.svg import Value, drawing, element, letters_px, path, words
from gis.codelists import Language
from gis.language import translator
from gis.text import M2_PER_HA, area_ha_text, date_text

LINE, LINE_PX, DOT_PX = "#1F4E9E", 2, 4


def cumulative_line_svg(
    series: Sequence[PeriodAreas],
    closing_m2: float,
    *,
    language: Language,
    size: Size = PAPER,
    closing: str | None = None,
) -> str:
    """Give the cumulative released hectares at the end of each period as a line; it breaks where no work is recorded.

    Parameters
    ----------
    closing_m2
        The cumulative area at the end of the last period, in square metres.
    closing
        The same as it is printed, with its unit, where it is rougher than what is measured: a cited figure is in it.
    """
    _ = translator(language)
    totals_ha = [total_m2 / M2_PER_HA for total_m2 in closing_totals_m2(series, closing_m2)]
    label = closing or area_ha_text(closing_m2, language)
    label_px = letters_px(label, size.letters_px) + 14
    frame = framed(
        size,
        [one.period for one in series],
        scale_to(max(totals_ha, default=0)),
        room=Room(right_px=2 if size.is_narrow else label_px),
        language=language,
    )
    parts = [
        frame.grid(_("ha")),
        *_pieces(frame, series, totals_ha),
        _end(frame, totals_ha[-1], label, is_over=series[-1].is_over),
        frame.period_marks(),
    ]
    told = (
        _("{last} at the end of {end}.")
        if closing
        else _("From {first} ha at the end of {start} to {last} ha at the end of {end}.")
    ).format(
        first=area_ha_text(totals_ha[0] * M2_PER_HA, language),
        last=label,
        start=date_text(series[0].period.end, language),
        end=date_text(series[-1].period.end, language),
    )
    title = _("Hectares released in all, at the end of each period")
    return drawing(frame.drawn_px, parts, title=title, description=told)


def _pieces(frame: Frame, series: Sequence[PeriodAreas], totals_ha: Sequence[float]) -> Iterator[str]:
    """Draw the line between gaps; a period alone between two of them is a dot."""
    for has_work, group in groupby(range(len(series)), key=lambda number: series[number].areas is not None):
        points = [(frame.x(number), frame.y(totals_ha[number])) for number in group] if has_work else []
        if len(points) > 1:
            yield element(
                "path", d=path(points), fill="none", stroke=LINE, stroke_width=LINE_PX, stroke_linejoin="round"
            )
        for x, y in points if len(points) == 1 else ():
            yield element("circle", cx=x, cy=y, r=LINE_PX, fill=LINE)


def _end(frame: Frame, total_ha: float, told: str, *, is_over: bool) -> str:
    """Mark the end of the line with its figure; the end of a period that is not over is hollow."""
    _ = translator(frame.language)
    x, y, size_px = frame.x(len(frame.periods) - 1), frame.y(total_ha), frame.size.letters_px
    dot = element("circle", cx=x, cy=y, r=DOT_PX, fill=LINE if is_over else "#FFFFFF", stroke=LINE, stroke_width=1.5)
    unfinished = "" if is_over else _("so far")
    if frame.size.is_narrow:
        place: dict[str, Value] = {"text_anchor": "end", "font_size": size_px, "font_weight": "600"}
        return dot + words(f"{unfinished} {told}".strip(), frame.right, y - 10, **place)
    base = y + 0.35 * size_px
    figure = words(told, frame.right + GAP_PX, base, font_size=size_px, font_weight="600")
    return dot + figure + words(unfinished, frame.right + GAP_PX, base + size_px * LINE_EM, font_size=size_px)

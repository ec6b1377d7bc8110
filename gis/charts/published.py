"""Released ground as it was published, as points over the columns of what is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gis.aggregates import PeriodAreas
from gis.charts.frame import GREY, GRID, PAPER, Frame, Room, Size, framed
from gis.charts.methods import GAP_PX
from gis.charts.scale import scale_to
from gis.charts.svg import Value, box, drawing, element, letters_px, words
from gis.codelists import Language
from gis.language import translator
from gis.period_words import period_name
from gis.text import M2_PER_HA

POINT, POINT_PX = "#1F4E9E", 3.5
COLUMN_SHARE, WIDEST_PX, TOP_PX = 0.72, 64, 4


@dataclass(frozen=True, kw_only=True)
class PublishedPoint:
    """An area as it was published: where its point lies, and the hectares that are told of it."""

    area_m2: float
    told: str


def published_points_svg(
    series: Sequence[PeriodAreas], points: Mapping[str, PublishedPoint], language: Language, *, size: Size = PAPER
) -> str:
    """Give recorded hectares of each period as grey columns, and published ones as points; oldest first.

    A period without approved work is a gap, and one of which nothing was published has no point: neither is zero.

    Parameters
    ----------
    points
        By the labels of periods.
    """
    _ = translator(language)
    recorded, cited = _("As recorded"), _("As published")
    names_px = max(letters_px(told, size.letters_px) for told in (recorded, cited)) + 3 * GAP_PX + 2 * POINT_PX
    most_m2 = max(
        [*(point.area_m2 for point in points.values()), *(one.areas.released_m2 for one in series if one.areas)],
        default=0,
    )
    frame = framed(
        size,
        [one.period for one in series],
        scale_to(most_m2 / M2_PER_HA),
        room=Room(right_px=2 if size.is_narrow else names_px, top_px=TOP_PX),
        language=language,
    )
    parts = [
        frame.grid(_("ha")),
        _columns(frame, series),
        *_points(frame, series, points),
        frame.period_marks(),
        "" if size.is_narrow else _names(frame, recorded, cited),
    ]
    title = _("Hectares as recorded and as published")
    return drawing(frame.drawn_px, parts, title=title, description=_described(series, points, language))


def _columns(frame: Frame, series: Sequence[PeriodAreas]) -> str:
    width = min(frame.step_px * COLUMN_SHARE, WIDEST_PX)
    boxes = [
        box(frame.x(number) - width / 2, upper, width=width, height=frame.bottom - upper)
        for number, one in enumerate(series)
        if one.areas
        for upper in [frame.y(one.areas.released_m2 / M2_PER_HA)]
    ]
    return element("path", d="".join(boxes), fill=GRID, stroke=GREY, stroke_width=0.5) if boxes else ""


def _points(frame: Frame, series: Sequence[PeriodAreas], points: Mapping[str, PublishedPoint]) -> list[str]:
    """Draw a point for each published figure, which tells it to who points at it."""
    return [
        _point(
            frame.x(number),
            frame.y(points[one.period.label].area_m2 / M2_PER_HA),
            told=_told(one, points[one.period.label], frame.language),
        )
        for number, one in enumerate(series)
        if one.period.label in points
    ]


def _point(x: float, y: float, *, told: str = "") -> str:
    content = [element("title", told)] if told else []
    return element("circle", *content, cx=x, cy=y, r=POINT_PX, fill=POINT, stroke="#FFFFFF", stroke_width=1)


def _names(frame: Frame, recorded: str, cited: str) -> str:
    """Name point and column at the right, from the top downwards."""
    size_px = frame.size.letters_px
    x, first, second = frame.right + GAP_PX, frame.top + size_px, frame.top + size_px * 2.6
    place: dict[str, Value] = {"font_size": size_px}
    text_x = x + 2 * POINT_PX + GAP_PX
    chip = box(x, second - POINT_PX, width=2 * POINT_PX, height=2 * POINT_PX)
    return (
        _point(x + POINT_PX, first)
        + words(cited, text_x, first + 0.35 * size_px, **place)
        + element("path", d=chip, fill=GRID, stroke=GREY, stroke_width=0.5)
        + words(recorded, text_x, second + 0.35 * size_px, **place)
    )


def _told(one: PeriodAreas, point: PublishedPoint, language: Language) -> str:
    _ = translator(language)
    return f"{period_name(one.period, language)}: {point.told} {_('ha')}, {_('As published')}"


def _described(series: Sequence[PeriodAreas], points: Mapping[str, PublishedPoint], language: Language) -> str:
    _ = translator(language)
    told = [one for one in series if one.period.label in points]
    if not told:
        return _("Nothing that was published of these periods is known.")
    greatest = max(told, key=lambda one: points[one.period.label].area_m2)
    return _("Published figures of {count} of {all} periods; the largest is of {period}: {most} ha.").format(
        count=len(told),
        all=len(series),
        period=greatest.period.label,
        most=points[greatest.period.label].told,
    )

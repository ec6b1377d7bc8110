"""Released ground as columns stacked by method, one for each period."""

from collections.abc import Sequence
from math import ceil

from gis.aggregates import PeriodAreas
from gis.charts.frame import GREY, PAPER, Frame, Room, Size, framed
from gis.charts.methods import (
    CHIP_WIDTH_PX,
    GAP_PX,
    LINE_EM,
    PALE,
    STACK,
    Key,
    method_chip,
    method_key,
    method_patterns,
    method_shapes,
    spread,
    wrapped_height_px,
    wrapped_words,
)
from gis.charts.scale import scale_to
from gis.charts.svg import Value, box, drawing, element, letters_px, words
from gis.codelists import Language, ReleaseMethod
from gis.language import translator
from gis.period_words import period_name
from gis.text import M2_PER_HA, area_ha_text

COLUMN_SHARE, WIDEST_PX, LABEL_GAP_PX = 0.72, 64, 5
NAME_LETTERS = 20
"""In a line of a name beside the columns."""
NO_KEY = Key(drawing="", height_px=0)


def method_columns_svg(series: Sequence[PeriodAreas], language: Language, *, size: Size = PAPER) -> str:
    """Give released hectares of each period as columns stacked by method, oldest first.

    A period without approved work is a gap; one that is not over is pale and says so.
    """
    methods = [method for method in STACK if any(one.areas and one.areas.m2(method) for one in series)]
    names_px = CHIP_WIDTH_PX + GAP_PX + max((_name_px(method, language, size) for method in methods), default=0)
    key = method_key(methods, language, width_px=size.width_px, size_px=size.letters_px) if size.is_narrow else NO_KEY
    frame = framed(
        size,
        [one.period for one in series],
        scale_to(max(map(_released_ha, series), default=0)),
        room=Room(right_px=2 if size.is_narrow else names_px + GAP_PX, top_px=key.height_px),
        language=language,
    )
    parts = [
        method_patterns(),
        key.drawing,
        frame.grid(translator(language)("ha")),
        _ground(frame, series),
        *(_columns(frame, series, method) for method in methods),
        _column_labels(frame, series),
        frame.period_marks(),
        "" if size.is_narrow else _method_names(frame, series, methods),
        "" if size.is_narrow else _told_columns(frame, series),
    ]
    _ = translator(language)
    title = _("Hectares released, by method")
    return drawing(frame.drawn_px, parts, title=title, description=_described(series, language))


def _name_px(method: ReleaseMethod, language: Language, size: Size) -> float:
    told = method.label(language)
    return min(letters_px(told, size.letters_px), NAME_LETTERS * size.letters_px * 0.58)


def _released_ha(column: PeriodAreas) -> float:
    return column.areas.released_m2 / M2_PER_HA if column.areas else 0.0


# --- columns ------------------------------------------------------------------------------------------------------


def _ground(frame: Frame, series: Sequence[PeriodAreas]) -> str:
    """Draw what keeps the grid from showing through the columns."""
    boxes = [
        _box(frame, number, part=(0, _released_ha(column))) for number, column in enumerate(series) if column.areas
    ]
    return element("path", d="".join(boxes), fill="#FFFFFF") if boxes else ""


def _columns(frame: Frame, series: Sequence[PeriodAreas], method: ReleaseMethod) -> str:
    """Draw the parts of a method: those of periods that are over, and pale those of one that is not."""

    def shapes(*, is_over: bool, strength: float) -> str:
        boxes = [
            _box(frame, number, part=_part_ha(column, method))
            for number, column in enumerate(series)
            if column.is_over is is_over and column.areas and column.areas.m2(method) > 0
        ]
        return method_shapes(method, "".join(boxes), strength=strength) if boxes else ""

    return shapes(is_over=True, strength=1) + shapes(is_over=False, strength=PALE)


def _box(frame: Frame, number: int, *, part: tuple[float, float]) -> str:
    base_ha, part_ha = part
    width, upper = _column_px(frame), frame.y(base_ha + part_ha)
    return box(frame.x(number) - width / 2, upper, width=width, height=frame.y(base_ha) - upper)


def _column_px(frame: Frame) -> float:
    return min(frame.step_px * COLUMN_SHARE, WIDEST_PX)


def _part_ha(column: PeriodAreas, method: ReleaseMethod) -> tuple[float, float]:
    """Give where the part of a method begins in a column, and how much it is, in hectares."""
    if not column.areas:
        return 0.0, 0.0
    below = STACK[: STACK.index(method)]
    return sum(column.areas.m2(one) for one in below) / M2_PER_HA, column.areas.m2(method) / M2_PER_HA


# --- letters ------------------------------------------------------------------------------------------------------


def _column_labels(frame: Frame, series: Sequence[PeriodAreas]) -> str:
    """Write a column's figure above it, or what stands in place of one; of many columns only what is unfinished."""
    has_figures = _has_room(frame, series)
    return "".join(
        _lines_above(frame, series, number, has_figures=has_figures)
        for number, column in enumerate(series)
        if has_figures or not column.is_over
    )


def _has_room(frame: Frame, series: Sequence[PeriodAreas]) -> bool:
    """Tell whether the figures of all columns stand beside each other."""
    told = [area_ha_text(column.areas.released_m2, frame.language) for column in series if column.areas]
    widest_px = max((letters_px(figure, frame.size.letters_px) for figure in told), default=0)
    return frame.is_roomy and widest_px + GAP_PX <= frame.step_px


def _lines_above(frame: Frame, series: Sequence[PeriodAreas], number: int, *, has_figures: bool) -> str:
    """Write lines over a column; where columns are thin they end with it, clear of those that they lie over."""
    column, size_px = series[number], frame.size.letters_px
    lines = _label(frame, column, has_figures=has_figures)
    x, anchor, covered = frame.x(number), "middle", 1
    if not has_figures:
        x, anchor = x + _column_px(frame) / 2, "end"
        covered = ceil(max(letters_px(line, size_px) for line in lines) / frame.step_px)
    lower = frame.y(max(map(_released_ha, series[max(number + 1 - covered, 0) : number + 1]))) - LABEL_GAP_PX
    place: dict[str, Value] = {"text_anchor": anchor, "font_size": size_px, "fill": None if column.areas else GREY}
    return "".join(
        words(told, x, lower - line * size_px * LINE_EM, **place) for line, told in enumerate(reversed(lines))
    )


def _label(frame: Frame, column: PeriodAreas, *, has_figures: bool) -> list[str]:
    _ = translator(frame.language)
    lines = [] if column.is_over else [_("so far")]
    if has_figures and column.areas:
        lines.append(area_ha_text(column.areas.released_m2, frame.language))
    elif has_figures:
        lines += _("no\nrecord").split("\n")
    return lines


def _method_names(frame: Frame, series: Sequence[PeriodAreas], methods: Sequence[ReleaseMethod]) -> str:
    """Name each method that occurs, beside its part of the last column and clear of its neighbours."""
    if not methods:
        return ""
    size_px = frame.size.letters_px
    told = [method.label(frame.language) for method in methods]
    parts_ha = [_part_ha(series[-1], method) for method in methods]
    middles = [frame.y(base_ha + part_ha / 2) for base_ha, part_ha in parts_ha]
    heights = [wrapped_height_px(name, letters=NAME_LETTERS, size_px=size_px) for name in told]
    room = {"floor": -frame.bottom, "ceiling": -frame.top}
    placed = [-y for y in spread([-middle for middle in middles], heights, **room)]
    x = frame.right + GAP_PX
    return "".join(
        method_chip(method, x, y)
        + wrapped_words(name, x + CHIP_WIDTH_PX + GAP_PX, y, letters=NAME_LETTERS, size_px=size_px)
        for method, name, y in zip(methods, told, placed, strict=True)
    )


# --- for those who point at a column, and those who cannot see it -------------------------------------------------


def _told_columns(frame: Frame, series: Sequence[PeriodAreas]) -> str:
    """Lay over each column an empty box that tells its figures."""
    return "".join(
        element(
            "path",
            element("title", _told(column, frame.language)),
            d=box(frame.x(number) - frame.step_px / 2, frame.top, width=frame.step_px, height=frame.bottom - frame.top),
            fill="none",
            pointer_events="all",
        )
        for number, column in enumerate(series)
    )


def _told(column: PeriodAreas, language: Language) -> str:
    _ = translator(language)
    name = period_name(column.period, language) + ("" if column.is_over else f" ({_('so far')})")
    if not column.areas:
        return f"{name}: {_('no approved work is recorded')}"
    parts = [
        f"{method.label(language)} {area_ha_text(column.areas.m2(method), language)} {_('ha')}"
        for method in STACK
        if column.areas.m2(method)
    ]
    return f"{name}: {area_ha_text(column.areas.released_m2, language)} {_('ha')}\n" + "\n".join(parts)


def _described(series: Sequence[PeriodAreas], language: Language) -> str:
    """Say in a sentence or two what the columns show."""
    _ = translator(language)
    worked = [column for column in series if column.areas]
    if not worked:
        return _("No approved work is recorded in these periods.")
    greatest = max(worked, key=_released_ha)
    told = _(
        "From {first} to {last}: {area} ha in all. The most was released in {period}: {most} ha. "
        "Periods without approved work: {gaps}."
    )
    return told.format(
        first=series[0].period.label,
        last=series[-1].period.label,
        area=area_ha_text(sum(column.areas.released_m2 for column in worked if column.areas), language),
        period=greatest.period.label,
        most=area_ha_text(_released_ha(greatest) * M2_PER_HA, language),
        gaps=len(series) - len(worked),
    )

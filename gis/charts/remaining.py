"""Remaining contamination as an area in its parts: what is untouched, and what is worked and awaits acceptance."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from gis.aggregates import Remaining
from gis.charts.frame import PAPER, Frame, Room, Size, framed
from gis.charts.methods import GAP_PX, spread, wrapped_height_px, wrapped_words
from gis.charts.scale import scale_to
from gis.charts.svg import OWN, box, drawing, element, path
from gis.codelists import Language
from gis.language import translator
from gis.legend import pattern_svg
from gis.symbology import INK, Stripes
from gis.text import M2_PER_KM2, NO_BREAK_SPACE, area_km2_text, date_text

UNTOUCHED, AWAITING = "#C3C9D1", "#DCE5F4"
AWAITED = Stripes(color="#1F4E9E", angle_deg=45, width_px=1, gap_px=5)
NAME_LETTERS = 22


def remaining_area_svg(series: Sequence[Remaining], language: Language, *, size: Size = PAPER) -> str:
    """Give the remaining square kilometres at the end of each period, oldest first; nothing recorded is a gap."""
    _ = translator(language)
    names_px = 0 if size.is_narrow else NAME_LETTERS * size.letters_px * 0.58
    greatest = max((one.certified_m2 or 0 for one in series), default=0)
    frame = framed(
        size,
        [one.period for one in series],
        scale_to(greatest / M2_PER_KM2),
        room=Room(right_px=names_px + 2, top_px=size.letters_px * 5.4 if size.is_narrow else 0),
        language=language,
    )
    parts = [
        element("defs", pattern_svg(f"{OWN}-awaiting", AWAITED)),
        frame.grid("km²"),
        *_areas(frame, series),
        *_names(frame, series),
        frame.period_marks(),
    ]
    title = _("Remaining contamination at the end of each period, in its parts")
    return drawing(frame.drawn_px, parts, title=title, description=_described(series, language))


def _areas(frame: Frame, series: Sequence[Remaining]) -> Iterator[str]:
    for is_known, group in groupby(range(len(series)), key=lambda number: series[number].certified_m2 is not None):
        numbers = list(group)
        if not is_known:
            continue
        base = _course(frame, numbers, [0.0] * len(numbers))
        lower = _course(frame, numbers, [series[number].untouched_m2 or 0 for number in numbers])
        upper = _course(frame, numbers, [series[number].certified_m2 or 0 for number in numbers])
        yield element("path", d=path([*lower, *base[::-1]], is_closed=True), fill=UNTOUCHED)
        awaiting = path([*upper, *lower[::-1]], is_closed=True)
        yield element("path", d=awaiting, fill=AWAITING) + element("path", d=awaiting, fill=f"url(#{OWN}-awaiting)")
        yield element("path", d=path(upper), fill="none", stroke=INK, stroke_width=2)


def _course(frame: Frame, numbers: Sequence[int], areas_m2: Sequence[float]) -> list[tuple[float, float]]:
    """Give the points of an upper edge; a period alone is as wide as its place."""
    points = [
        (frame.x(number), frame.y(area_m2 / M2_PER_KM2)) for number, area_m2 in zip(numbers, areas_m2, strict=True)
    ]
    if len(points) > 1:
        return points
    ((x, y),) = points
    return [(x - frame.step_px / 3, y), (x + frame.step_px / 3, y)]


# --- names --------------------------------------------------------------------------------------------------------


def _names(frame: Frame, series: Sequence[Remaining]) -> Iterator[str]:
    """Name the parts with their last figures: beside them, or above where there is no room."""
    last = next((one for one in reversed(series) if one.certified_m2 is not None), None)
    if last is None:
        return
    size_px, told = frame.size.letters_px, _told(last, frame)
    untouched_m2, certified_m2 = last.untouched_m2 or 0, last.certified_m2 or 0
    if frame.size.is_narrow:
        middles = [size_px * (4.4 - 1.75 * number) for number in range(len(told))]
        x = 0.0
    else:
        wanted = [untouched_m2 / 2, (untouched_m2 + certified_m2) / 2, certified_m2]
        heights = [wrapped_height_px(name, letters=NAME_LETTERS - 4, size_px=size_px) for name in told]
        room = {"floor": -frame.bottom, "ceiling": -frame.top + size_px * 2}
        middles = [-y for y in spread([-frame.y(m2 / M2_PER_KM2) for m2 in wanted], heights, **room)]
        x = frame.x(len(series) - 1) + 8
    for number, (name, y) in enumerate(zip(told, middles, strict=True)):
        letters = 99 if frame.size.is_narrow else NAME_LETTERS - 4
        yield _chip(number, x, y) + wrapped_words(name, x + 18 + GAP_PX, y, letters=letters, size_px=size_px)


def _told(last: Remaining, frame: Frame) -> list[str]:
    _ = translator(frame.language)
    told = (
        (_("Not touched yet"), last.untouched_m2),
        (_("Worked, awaiting acceptance"), last.awaiting_m2),
        (_("Certified stock, both together"), last.certified_m2),
    )
    return [f"{name}: {area_km2_text(area_m2 or 0, frame.language)}{NO_BREAK_SPACE}km²" for name, area_m2 in told]


def _chip(number: int, x: float, y: float) -> str:
    course = box(x, y - 6, width=18, height=12)
    match number:
        case 0:
            return element("path", d=course, fill=UNTOUCHED)
        case 1:
            return element("path", d=course, fill=AWAITING) + element("path", d=course, fill=f"url(#{OWN}-awaiting)")
        case _:
            return element("path", d=f"M{x:.1f} {y:.1f}h18", stroke=INK, stroke_width=2)


def _described(series: Sequence[Remaining], language: Language) -> str:
    _ = translator(language)
    known = [one for one in series if one.certified_m2 is not None]
    if not known:
        return _("No hazardous area is recorded in these periods.")
    told = _("Certified stock from {first} km² at the end of {start} to {last} km² at the end of {end}.")
    return told.format(
        first=area_km2_text(known[0].certified_m2 or 0, language),
        start=date_text(known[0].period.end, language),
        last=area_km2_text(known[-1].certified_m2 or 0, language),
        end=date_text(known[-1].period.end, language),
    )

"""Released ground as bars stacked by method, one for each district, organisation, or whatever is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from gis.aggregates import Areas
from gis.charts.frame import BASE, PAPER, Size
from gis.charts.methods import STACK, method_key, method_patterns, method_shapes
from gis.charts.svg import box, drawing, element, fitted, letters_px, words
from gis.codelists import Language
from gis.language import translator
from gis.text import area_ha_text

ROW_EM, BAR_EM = 1.9, 1.15
MOST_NAME_SHARE = 0.34
"""Of the width; longer names stand above their bars."""
GAP_PX = 8


@dataclass(frozen=True, kw_only=True)
class NamedAreas:
    """What was released under a name."""

    name: str
    areas: Areas


def method_bars_svg(rows: Sequence[NamedAreas], language: Language, *, size: Size = PAPER) -> str:
    """Give released hectares under each name as bars stacked by method, in the order given; as high as they ask."""
    _ = translator(language)
    methods = [method for method in STACK if any(row.areas.m2(method) for row in rows)]
    key = method_key(methods, language, width_px=size.width_px, size_px=size.letters_px)
    bars = _Bars.of(rows, size, language, top_px=key.height_px + size.letters_px * 0.5)
    parts = [
        method_patterns(),
        key.drawing,
        *(bars.row(number, row) for number, row in enumerate(rows)),
        element("path", d=f"M{bars.left:.1f} {bars.top:.1f}V{bars.bottom:.1f}", stroke=BASE, stroke_width=1),
    ]
    told = "; ".join(f"{row.name} {area_ha_text(row.areas.released_m2, language)} {_('ha')}" for row in rows)
    told = told or _("No approved work is recorded in these periods.")
    title = _("Hectares released, by method")
    return drawing((size.width_px, round(bars.bottom) + 2), parts, title=title, description=told)


@dataclass(frozen=True, kw_only=True)
class _Bars:
    """Where the bars lie."""

    size: Size
    language: Language
    top: float
    bottom: float
    left: float
    px_per_m2: float
    row_px: float
    has_names_above: bool

    @classmethod
    def of(cls, rows: Sequence[NamedAreas], size: Size, language: Language, *, top_px: float) -> "_Bars":
        size_px = size.letters_px
        names_px = max((letters_px(row.name, size_px) for row in rows), default=0.0)
        figures_px = max(
            (letters_px(area_ha_text(row.areas.released_m2, language), size_px) for row in rows), default=0.0
        )
        has_names_above = names_px > size.width_px * MOST_NAME_SHARE
        left = 1.0 if has_names_above else names_px + GAP_PX
        row_px = size_px * (ROW_EM + (1.4 if has_names_above else 0))
        greatest_m2 = max((row.areas.released_m2 for row in rows), default=0.0)
        room_px = size.width_px - left - figures_px - GAP_PX
        return cls(
            size=size,
            language=language,
            top=top_px,
            bottom=top_px + row_px * len(rows),
            left=left,
            px_per_m2=room_px / greatest_m2 if greatest_m2 > 0 else 0,
            row_px=row_px,
            has_names_above=has_names_above,
        )

    def row(self, number: int, row: NamedAreas) -> str:
        """Draw one bar with its name and its figure."""
        size_px, upper = self.size.letters_px, self.top + number * self.row_px
        middle = upper + self.row_px - size_px * ROW_EM / 2
        base = middle + 0.35 * size_px
        if self.has_names_above:
            cut = fitted(row.name, self.size.width_px - self.left, size_px)
            name = words(cut, self.left, upper + size_px * 1.25, font_size=size_px)
        else:
            name = words(row.name, self.left - GAP_PX, base, text_anchor="end", font_size=size_px)
        told = area_ha_text(row.areas.released_m2, self.language)
        end = self.left + max(row.areas.released_m2, 0) * self.px_per_m2
        return name + self._parts(row, middle) + words(told, end + GAP_PX, base, font_size=size_px)

    def _parts(self, row: NamedAreas, middle: float) -> str:
        x, parts, height = self.left, [], self.size.letters_px * BAR_EM
        for method in STACK:
            width = max(row.areas.m2(method), 0) * self.px_per_m2
            if width:
                parts.append(method_shapes(method, box(x, middle - height / 2, width=width, height=height)))
            x += width
        return "".join(parts)

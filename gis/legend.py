"""Symbols as small drawings in SVG: the chips of legends, tables and popups, and the markers on the map.

The drawings hold nothing but presentation attributes, so they stand in HTML, in Typst and under a strict content
security policy alike, and a name beside them says what they mean.
"""

from hashlib import sha256

from gis.symbology import INK, AreaSymbol, Dots, Outline, PointSymbol, Shape, Stripes, Symbol

CHIP_WIDTH_PX, CHIP_HEIGHT_PX = 30, 18
MARKER_PX = 22

_SHAPES = {
    Shape.CIRCLE: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z",
    Shape.SQUARE: "M3 3H13V13H3Z",
    Shape.TRIANGLE: "M8 2L14.5 13.5H1.5Z",
    Shape.DIAMOND: "M8 1L15 8L8 15L1 8Z",
    Shape.PENTAGON: "M8 1.5L14.7 6.3L12.1 14H3.9L1.3 6.3Z",
    Shape.HEXAGON: "M8 1.5L13.6 4.75V11.25L8 14.5L2.4 11.25V4.75Z",
    Shape.STAR: "M8 1L10 6H15L11 9.3L12.4 14.5L8 11.4L3.6 14.5L5 9.3L1 6H6Z",
    Shape.CROSS: "M4 2L8 6L12 2L14 4L10 8L14 12L12 14L8 10L4 14L2 12L6 8L2 4Z",
}
"""Outlines in a square of 16 by 16."""


def legend_svg(symbol: Symbol) -> str:
    """Give the chip of a symbol, an ``<svg>`` of 30 by 18 pixels that carries the letter of an area."""
    drawing = _area(symbol) if isinstance(symbol, AreaSymbol) else _point(symbol)
    return _svg(CHIP_WIDTH_PX, CHIP_HEIGHT_PX, drawing)


def marker_svg(symbol: AreaSymbol) -> str:
    """Give the round marker that stands for an area too small to be seen: fill, outline and letter of its symbol."""
    middle = MARKER_PX / 2
    centre = f'cx="{middle:g}" cy="{middle:g}"'
    ground = f'<circle {centre} r="{middle:g}" fill="#FFFFFF"/>'
    disc = f'<circle {centre} r="{middle - 3.5:g}" fill="{symbol.fill or "#FFFFFF"}"/>'
    ring = f'<circle {centre} r="{middle - 1.5:g}" fill="none"{_stroke(symbol.outline)}/>'
    return _svg(MARKER_PX, MARKER_PX, ground + disc + ring + _letter(symbol.letter, middle, middle))


def point_svg(symbol: PointSymbol) -> str:
    """Give a point symbol as a marker, in a square as large as the round ones."""
    return _svg(MARKER_PX, MARKER_PX, _shape(symbol, MARKER_PX, MARKER_PX))


def _area(symbol: AreaSymbol) -> str:
    fill = f' fill="{symbol.fill}" fill-opacity="{symbol.fill_opacity:g}"' if symbol.fill else ' fill="none"'
    parts = [f"{_box()}{fill}/>"]
    if symbol.pattern:
        name = f"pattern-{sha256(repr(symbol).encode()).hexdigest()[:8]}"
        parts = [pattern_svg(name, symbol.pattern), *parts, f'{_box()} fill="url(#{name})"/>']
    parts += [f'{_box()} fill="none"{_stroke(symbol.outline)}/>']
    return "".join(parts) + _letter(symbol.letter, CHIP_WIDTH_PX / 2, CHIP_HEIGHT_PX / 2)


def _point(symbol: PointSymbol) -> str:
    return _shape(symbol, CHIP_WIDTH_PX, CHIP_HEIGHT_PX)


def _shape(symbol: PointSymbol, width: int, height: int) -> str:
    """Give the outline of a point symbol in the middle of a drawing."""
    shift = f'transform="translate({(width - 16) / 2:g} {(height - 16) / 2:g})"'
    return f'<path d="{_SHAPES[symbol.shape]}" {shift} fill="{symbol.fill}"{_stroke(symbol.outline)}/>'


def pattern_svg(name: str, pattern: Stripes | Dots) -> str:
    """Give a pattern as the definition that a fill names."""
    match pattern:
        case Stripes():
            step = pattern.width_px + pattern.gap_px
            turn = f' patternTransform="rotate({-pattern.angle_deg})"'
            mark = f'<path d="M0 {step / 2:g}H{step:g}" stroke="{pattern.color}" stroke-width="{pattern.width_px:g}"/>'
        case Dots():
            step, turn = pattern.spacing_px, ""
            mark = f'<circle cx="{step / 2:g}" cy="{step / 2:g}" r="{pattern.radius_px:g}" fill="{pattern.color}"/>'
    size = f'width="{step:g}" height="{step:g}"'
    return f'<pattern id="{name}" patternUnits="userSpaceOnUse" {size}{turn}>{mark}</pattern>'


def _box() -> str:
    return f'<rect x="1" y="1" width="{CHIP_WIDTH_PX - 2}" height="{CHIP_HEIGHT_PX - 2}"'


def _stroke(outline: Outline) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{length:g}" for length in outline.dash_px)}"' if outline.dash_px else ""
    return f' stroke="{outline.color}" stroke-width="{outline.width_px:g}"{dash}'


def _letter(letter: str, x: float, y: float) -> str:
    if not letter:
        return ""
    place = f'x="{x:g}" y="{y:g}" dy="0.36em" text-anchor="middle"'
    halo = 'stroke="#FFFFFF" stroke-width="2.5" stroke-opacity="0.75" paint-order="stroke"'
    return f'<text {place} font-size="11" font-weight="700" fill="{INK}" {halo}>{letter}</text>'


def _svg(width: int, height: int, drawing: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="symbol" {size} aria-hidden="true">{drawing}</svg>'

"""A map as a sheet of paper: for the wall, a report, a folder in the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import geopandas as gpd
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gis.codelists import HazardStatus, Language
from gis.crs import require_wgs84
from gis.drawing import drawing, svg_element
from gis.language import LANGUAGES, translator
from gis.maps.frames import Caption, MapLayers
from gis.maps.words import demonstration_statement, facts, safety_statement, sources
from gis.paper.bearings import draw_bearings
from gis.paper.graticule import graticule, metric_grid
from gis.paper.ground import draw_country, draw_districts, draw_places, name_districts
from gis.paper.labels import Room
from gis.paper.layout import (
    GAP_MM,
    MM_PER_INCH,
    Layout,
    Orientation,
    Paper,
    SheetForm,
    footer_width_mm,
    layout_of,
    text_pt,
)
from gis.paper.legend import BOLD_FACTOR, SOFT, Row, ground_rows, legend_rows, write_rows
from gis.paper.margin import draw_frame, draw_graticule, draw_metric_grid
from gis.paper.page import Page, page_on, wrapped
from gis.paper.records import Canvas, draw_hazards, draw_outlines, draw_releases, draw_tasks, needs_marker
from gis.paper.turning import TurningPoint, draw_turning_points, list_points, turning_points
from gis.paper.view import Bounds, View, view_of
from gis.symbology import CMR_FOOTPRINT_SYMBOL, INK
from gis.text import number_text

PNG_DPI = 200
FOOTER_LINES = 4
"""For which there is always room; more of them take from the map's height."""
LEAST_SPAN_DEG = 0.004
"""Around a single point."""


@dataclass(frozen=True, kw_only=True)
class SheetOrder:
    """What is asked of a sheet.

    Attributes
    ----------
    bounds
        What it has to show, in degrees; None: every record, and without records the country.
    subject
        The one area or task that it is about: a frame of one row, ``code`` and a polygon whose corners are numbered.
    notes
        What is recorded but not drawn, or not drawn by itself, in the reader's language.
    """

    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.LANDSCAPE
    bounds: Bounds | None = None
    subject: gpd.GeoDataFrame | None = None
    notes: tuple[str, ...] = ()


def map_sheet(layers: MapLayers, caption: Caption, order: SheetOrder, *, language: Language, form: SheetForm) -> bytes:
    """Give a map as a sheet of paper.

    Parameters
    ----------
    layers
        The frames, in EPSG:4326. A frame of records may hold summaries: then its ``record_count`` says of each row for
        how many records it stands.
    caption
        The date, the account and the sources, which stand on the sheet.

    Returns
    -------
    sheet
        Vector as PDF (its fonts embedded) and SVG (letters as outlines), 200 dots an inch as PNG. The same records give
        the same bytes.
    """
    require_wgs84(layers.districts)
    with drawing():
        figure = _drawn(layers, caption, order, language=language)
        match form:
            case SheetForm.SVG:
                return svg_element(figure).encode()
            case SheetForm.PDF:
                return _saved(figure, "pdf", metadata={"CreationDate": None, "Title": _title(caption, language)})
            case SheetForm.PNG:
                return _saved(figure, "png", dpi=PNG_DPI, metadata={"Software": None})


def sheet_view(order: SheetOrder, bounds: Bounds) -> View:
    """Give the ground of a sheet that has to show bounds: the records in it are those to hand in."""
    return view_of(bounds, layout_of(order.paper, order.orientation, footer_lines=FOOTER_LINES).map)


def _saved(figure: Figure, form: str, **options: object) -> bytes:
    content = BytesIO()
    figure.savefig(content, format=form, **options)  # type: ignore[arg-type] # options of its own for each form
    return content.getvalue()


def _title(caption: Caption, language: Language) -> str:
    _ = translator(language)
    return f"{_('Land release')} – {caption.scope or _('Azerbaijan')}"


def _drawn(layers: MapLayers, caption: Caption, order: SheetOrder, *, language: Language) -> Figure:
    asked = sheet_view(order, order.bounds or _recorded_bounds(layers))
    lines = _footer_lines(_statements(layers, caption, order, view=asked, language=language), order)
    layout = layout_of(order.paper, order.orientation, footer_lines=max(len(lines), FOOTER_LINES))
    view = asked.within(layout.map)
    figure = Figure(figsize=(layout.width_mm / MM_PER_INCH, layout.height_mm / MM_PER_INCH))
    FigureCanvasAgg(figure)  # measures words; without it Matplotlib looks for a renderer at every word
    canvas = _canvas(figure, layout, view)
    page = page_on(figure, layout, language)
    rows = _draw_map(canvas, layers, order, language=language)
    crossing = graticule(view)
    draw_graticule(canvas, crossing)
    draw_frame(page, view, crossing)
    _write_title(page, caption)
    list_points(page, _points(order, view), write_rows(page, rows, layout.columns))
    draw_bearings(page, view, country=layers.country, scale_words=_scale_words(order, view, language))
    _write_footer(page, lines)
    return figure


def _canvas(figure: Figure, layout: Layout, view: View) -> Canvas:
    box = layout.map
    shares = (
        box.left / layout.width_mm,
        box.bottom / layout.height_mm,
        box.width / layout.width_mm,
        box.height / layout.height_mm,
    )
    axes = figure.add_axes(shares, zorder=1)
    axes.set(xlim=(view.left, view.right), ylim=(view.bottom, view.top), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return Canvas(axes, view, Room(axes, figure.dpi), layout.text_pt)


# --- the map ------------------------------------------------------------------------------------------------------


def _draw_map(canvas: Canvas, layers: MapLayers, order: SheetOrder, *, language: Language) -> list[Row]:
    """Draw ground, records and names; give the lines of the legend."""
    records = {name: canvas.view.projected(_counted(frame)) for name, frame in layers.records.items()}
    hazards = records["hazardous_areas"]
    records["hazardous_areas"] = hazards[_is_drawn(hazards, order)]
    draw_country(canvas, layers.country)
    draw_districts(canvas, layers.districts)
    draw_releases(canvas, records["release_areas"])
    footprint = layers.footprint
    if footprint is not None:
        draw_outlines(canvas, canvas.view.projected(footprint), CMR_FOOTPRINT_SYMBOL)
    draw_turning_points(canvas, _points(order, canvas.view))
    draw_hazards(canvas, records["hazardous_areas"])
    draw_tasks(canvas, records["tasks"])
    draw_places(canvas, layers.places, language)
    name_districts(canvas, layers.districts, language)
    grid = metric_grid(canvas.view)
    if grid:
        draw_metric_grid(canvas, grid)
    has_markers = bool(needs_marker(records["hazardous_areas"], canvas.view).any())
    has_footprint = footprint is not None and not footprint.empty
    rows = legend_rows(records, has_markers=has_markers, has_footprint=has_footprint, language=language)
    return [*rows, *ground_rows(language)]


def _is_drawn(hazards: gpd.GeoDataFrame, order: SheetOrder) -> pd.Series:
    """Say which areas are drawn: what is hazardous, and what the sheet is about also when it is closed."""
    subject = [] if order.subject is None else list(order.subject.code)
    is_drawn: pd.Series = (hazards.status != HazardStatus.CLOSED) | hazards.code.isin(subject)
    return is_drawn


def _counted(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame if "record_count" in frame else frame.assign(record_count=1)


def _points(order: SheetOrder, view: View) -> list[TurningPoint]:
    """Give the corners of what the sheet is about."""
    if order.subject is None:
        return []
    areas = order.subject.geometry[order.subject.geom_type.isin(["Polygon", "MultiPolygon"])]
    return turning_points(areas.iloc[0], view.crs) if len(areas) else []


def _recorded_bounds(layers: MapLayers) -> Bounds:
    drawn = [frame.geometry for frame in layers.records.values() if frame.geometry.notna().any()]
    shown = gpd.GeoSeries(pd.concat(drawn)) if drawn else layers.country.geometry
    west, south, east, north = shown.total_bounds
    spare = max(LEAST_SPAN_DEG - max(east - west, north - south), 0.0) / 2
    return float(west - spare), float(south - spare), float(east + spare), float(north + spare)


# --- words --------------------------------------------------------------------------------------------------------


def _statements(
    layers: MapLayers, caption: Caption, order: SheetOrder, *, view: View, language: Language
) -> list[tuple[str, bool]]:
    """Give the sentences of the foot, those that matter most first and bold."""
    safety = " ".join(safety_statement(each) for each in (language, *(one for one in LANGUAGES if one != language)))
    warning = " ".join([safety, *([demonstration_statement(language)] if caption.is_demonstration else [])])
    closed = int((~_is_drawn(layers.hazardous_areas, order)).sum())
    _ = translator(language)
    told = [*order.notes]
    unbounded = layers.districts[layers.districts.geometry.isna()]
    if not unbounded.empty:
        names = ", ".join(unbounded["name_az" if language == "az" else "name_en"])
        told.append(_("No boundary yet, so not drawn: {districts}.").format(districts=names))
    if closed:
        told.append(_("Closed hazardous areas are not drawn: {count}.").format(count=number_text(closed, language)))
    drawn = _("Drawn in {projection}").format(projection=view.crs_name)
    return [(warning, True), (" ".join(told), False), (" · ".join([*sources(caption), drawn]), False)]


def _footer_lines(statements: Sequence[tuple[str, bool]], order: SheetOrder) -> list[tuple[str, bool]]:
    width, size = footer_width_mm(order.paper, order.orientation), text_pt(order.paper)
    return [
        (line, is_bold)
        for words, is_bold in statements
        if words
        for line in wrapped(words, width / (BOLD_FACTOR if is_bold else 1.0), size)
    ]


def _scale_words(order: SheetOrder, view: View, language: Language) -> str:
    scale, paper = number_text(view.scale, language), order.paper.upper()
    return translator(language)("Scale 1:{scale} on {paper}").format(scale=scale, paper=paper)


def _write_title(page: Page, caption: Caption) -> None:
    box, language = page.layout.title, page.language
    left = box.left + GAP_MM
    page.write(left, box.bottom + box.height * 0.6, _title(caption, language), factor=2.1, weight="bold")
    page.write(left, box.bottom + box.height * 0.22, " · ".join(facts(caption, language)), factor=1.1)


def _write_footer(page: Page, lines: Sequence[tuple[str, bool]]) -> None:
    box = page.layout.footer
    for n, (words, is_bold) in enumerate(lines):
        y = box.top - 1.0 - (n + 0.5) * page.layout.line_mm
        style: dict[str, Any] = {"weight": "bold", "color": INK} if is_bold else {"color": SOFT}
        page.write(box.left, y, words, **style)

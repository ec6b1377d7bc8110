"""From a question to a map on paper: the ground to show, its records, the sheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from zoneinfo import ZoneInfo

import geopandas as gpd
from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import translator
from gis.maps.frames import MapLayers
from gis.paper.layout import SheetForm
from gis.paper.records import MARKED_MM, SIMPLIFIED_MM
from gis.paper.sheet import SheetOrder, map_sheet, sheet_view
from gis.paper.view import Bounds, View
from gis.text import number_text
from seeds import base_map
from service.maps.caption import map_caption
from service.maps.contents import map_contents
from service.maps.footprint import footprint_on_paper
from service.maps.frames import record_frame
from service.maps.queries import PRINTED, MapQuestion, Only
from service.maps.sheet_records import are_few, single_records, summed_records
from service.maps.sheet_schemas import SheetAsked
from service.problems import WrongParameter

SQUARE_MM = 0.5
"""On paper, of released ground that is summed: finer than the eye tells apart."""
MOST_SQUARES = 60_000
"""Of a layer on a sheet; where there would be more they are larger."""
MARGIN = 0.3
"""Of the ground shown around one area or task, as a share of its size."""
LEAST_SPAN_DEG = 0.004


@dataclass(frozen=True)
class Edition:
    """In which language and form a sheet is given, and the time zone in which its instants are printed."""

    language: Language
    form: SheetForm
    zone: ZoneInfo


def sheet(session: Session, asked: SheetAsked, question: MapQuestion, *, edition: Edition) -> bytes:
    """Give a map on paper.

    Raises
    ------
    WrongParameter
        If the district, the task or the hazardous area is unknown.
    """
    language = edition.language
    caption = map_caption(session, question, language=language, zone=edition.zone)
    subject = _subject(session, asked, question)
    if subject is not None:
        caption = replace(caption, scope=" – ".join(filter(None, [caption.scope, subject.code.iloc[0]])))
    background = _background(session, question)
    contents = map_contents(session, question, language=language, zone=edition.zone, feature_limit=None)
    bounds = asked.bounds or _ground(question, subject, background, recorded=contents["bounds"])
    order = SheetOrder(paper=asked.paper, orientation=asked.orientation, bounds=bounds, subject=subject)
    view = sheet_view(order, bounds)
    frames = {name: _records(session, question, name, view=view) for name in PRINTED}
    notes = (*contents["notes"], *_summed_words(frames.values(), language))
    layers = MapLayers(**background, **frames)
    if asked.footprint:
        footprint, told = footprint_on_paper(session, question, language=language, bounds=view.bounds)
        layers, notes = replace(layers, footprint=footprint), (*notes, told)
    return map_sheet(layers, caption, replace(order, notes=notes), language=language, form=edition.form)


def _subject(session: Session, asked: SheetAsked, question: MapQuestion) -> gpd.GeoDataFrame | None:
    """Give the one task or hazardous area that a sheet is about."""
    layer, code = ("hazardous_areas", asked.area) if asked.area else ("tasks", asked.task)
    if not code:
        return None
    about = record_frame(session, question, layer, only=Only(code=code))
    if about.empty:
        raise WrongParameter(
            f"No {'hazardous area' if asked.area else 'task'} that you may see has the code “{code}”.",
            f"Sizə açıq olan {'təhlükəli ərazilər' if asked.area else 'tapşırıqlar'} arasında “{code}” kodu yoxdur.",
            parameter="area" if asked.area else "task",
        )
    return about


def _background(session: Session, question: MapQuestion) -> dict[str, gpd.GeoDataFrame]:
    base = {name: gpd.read_file(BytesIO(base_map(name))) for name in ("country", "places")}
    return base | {"districts": record_frame(session, question, "districts")}


# --- the ground ---------------------------------------------------------------------------------------------------


def _ground(
    question: MapQuestion,
    subject: gpd.GeoDataFrame | None,
    background: Mapping[str, gpd.GeoDataFrame],
    *,
    recorded: Bounds | None,
) -> Bounds:
    """Give what a sheet shows when nobody said: its subject, its district, what is recorded, the country."""
    if subject is not None and subject.geometry.notna().any():
        return _spaced(subject.total_bounds)
    districts = background["districts"]
    district = districts[(districts.code == question.selection.district_code) & districts.geometry.notna()]
    if not district.empty:
        return _spaced(district.total_bounds, margin=0.0)
    return _spaced(recorded or background["country"].total_bounds, margin=0.0)


def _spaced(bounds: Bounds, *, margin: float = MARGIN) -> Bounds:
    """Give bounds with a margin, so wide that a single point has some ground around it."""
    west, south, east, north = map(float, bounds)
    spare = max(margin * max(east - west, north - south), (LEAST_SPAN_DEG - min(east - west, north - south)) / 2, 0.0)
    return west - spare, south - spare, east + spare, north + spare


# --- the records --------------------------------------------------------------------------------------------------


def _records(session: Session, question: MapQuestion, name: str, *, view: View) -> gpd.GeoDataFrame:
    """Give the records within the frame: each by itself, or small ones summed where they are too many."""
    detail_m = SIMPLIFIED_MM * view.m_per_mm
    if are_few(session, question, name, box=view.bounds):
        return single_records(session, question, name, box=view.bounds, detail_m=detail_m)
    cell_m = (MARKED_MM if name == "hazardous_areas" else SQUARE_MM) * view.m_per_mm
    squares = summed_records(session, question, name, box=view.bounds, cell_m=cell_m)
    return squares.at_most(MOST_SQUARES).frame()


def _summed_words(frames: Iterable[gpd.GeoDataFrame], language: Language) -> Iterator[str]:
    summed = int(sum(frame.record_count[frame.code == ""].sum() for frame in frames))
    if summed:
        yield translator(language)(
            "Too many to draw each by itself: {count} records are drawn together, as small squares or markers."
        ).format(count=number_text(summed, language))

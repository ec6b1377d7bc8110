"""Districts shaded by a figure, over HTTP."""

from collections.abc import Mapping
from math import nan
from typing import Annotated

import pandas as pd
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from gis.codelists import Account, HazardClass, Language
from gis.language import translator
from gis.maps.choropleth import AreaClasses, ShareClasses, area_classes
from gis.text import area_ha_text, date_text, number_text, period_text, sort_key
from service.access import ActorDependency
from service.db import SessionDependency
from service.maps.reader import Reader, map_reader
from service.maps.released import ACCOUNT
from service.maps.shades import CLASS_OF, Figure, FigureByDistrict, KnownDistrict, figures_by_district, known_districts
from service.records.selection import RecordsAsked

router = APIRouter(prefix="/maps", tags=["maps"])

UNIT = {Figure.SHARE: "%"}
HA = "ha"


class ShadesAsked(RecordsAsked):
    """By what districts are shaded, and the map's question."""

    figure: Figure = Field(default=Figure.RELEASED, description="The figure that gives the districts their colours.")


class ShadeClass(BaseModel):
    """A class of figures: its colour, and from where to where it goes."""

    color: str
    text: str


class DistrictShade(BaseModel):
    """A district with a figure."""

    code: str | None = Field(description="Missing for ground that no district is near.")
    name: str
    value: float = Field(description="Square metres, or per cent of a share.")
    text: str = Field(description="The same as people read it: in hectares, or in per cent.")
    color: str
    has_boundary: bool


class ShadesAnswer(BaseModel):
    """Districts by one figure, the greatest first; those without one are counted in `none_text`."""

    figure: Figure
    title: str
    unit: str
    account: Account
    account_text: str
    classes: list[ShadeClass]
    none_color: str = Field(description="Of districts that are not listed.")
    districts: list[DistrictShade]
    none_text: str
    unbounded_text: str = Field(description="Which of them have no boundary and are not shaded; empty: none.")


@router.get("/shades", response_model=ShadesAnswer)
def shades(
    request: Request, session: SessionDependency, *, actor: ActorDependency, asked: Annotated[ShadesAsked, Query()]
) -> Response:
    """Give districts by a figure of the ledger, in classes, for shading them and as a table.

    `released`: square metres of the period; `share`: of the contamination ever recorded, what was released by the day;
    `remaining`, `remaining_cha`, `remaining_sha`: what is left at its end. All of the operational account.
    """
    reader = map_reader(request, session, actor=actor, asked=asked)
    return reader.answer(lambda: _answer(reader, asked.figure).model_dump(mode="json"))


def _answer(reader: Reader, figure: Figure) -> ShadesAnswer:
    language, since = reader.language, reader.settings.cumulative_origin
    figures = figures_by_district(reader.session, reader.question, figure, since=since)
    known = known_districts(reader.session, reader.question, language)
    classes = _classes(figure, figures)
    listed = _listed(figures, known, figure=figure, classes=classes, language=language)
    return ShadesAnswer(
        figure=figure,
        title=_title(reader, figure),
        unit=UNIT.get(figure, HA),
        account=ACCOUNT,
        account_text=ACCOUNT.label(language),
        classes=[ShadeClass(color=color, text=text) for color, text in classes.legend(language)],
        none_color=classes.color(nan if figure == Figure.SHARE else 0.0),
        districts=listed,
        none_text=_none_text(len(known) - sum(shade.code is not None for shade in listed), language),
        unbounded_text=_unbounded_text(listed, UNIT.get(figure, HA), language),
    )


def _classes(figure: Figure, figures: FigureByDistrict) -> AreaClasses | ShareClasses:
    """Give the classes of the districts' figures; ground away from every district makes no class."""
    if figure == Figure.SHARE:
        return ShareClasses()
    return area_classes(pd.Series([value for code, value in figures.items() if code], dtype=float))


def _listed(
    figures: FigureByDistrict,
    known: Mapping[str, KnownDistrict],
    *,
    figure: Figure,
    classes: AreaClasses | ShareClasses,
    language: Language,
) -> list[DistrictShade]:
    """Give the districts with a figure, the greatest first."""
    outside = KnownDistrict(name=translator(language)("Outside every district"), has_boundary=False)
    shades = []
    for code, value in figures.items():
        district = known.get(code, outside) if code else outside
        text = number_text(value, language, decimals=1) if figure == Figure.SHARE else area_ha_text(value, language)
        told = {"code": code, "name": district.name, "has_boundary": district.has_boundary}
        shades.append(DistrictShade(**told, value=value, text=text, color=classes.color(value)))
    return sorted(shades, key=lambda shade: (shade.code is None, -shade.value, sort_key(shade.name, language)))


# --- words --------------------------------------------------------------------------------------------------------


def _title(reader: Reader, figure: Figure) -> str:
    _, language, question = translator(reader.language), reader.language, reader.question
    day = date_text(question.moment.as_of, language)
    match figure:
        case Figure.RELEASED:
            start = question.selection.from_on or reader.settings.cumulative_origin
            end = min(question.moment.as_of, question.selection.to_on or question.moment.as_of)
            return _("Released, {period}").format(period=period_text(start, end, language))
        case Figure.SHARE:
            return _("Share of recorded contamination released by {date}").format(date=day)
        case _:
            kind: HazardClass | None = CLASS_OF.get(figure)
            name = kind.label(language) if kind else _("Contamination")
            return _("{what} remaining on {date}").format(what=name, date=day)


def _none_text(count: int, language: Language) -> str:
    words = translator(language)("Districts of which none is recorded: {count}")
    return words.format(count=number_text(count, language))


def _unbounded_text(listed: list[DistrictShade], unit: str, language: Language) -> str:
    told = ", ".join(f"{shade.name} ({shade.text} {unit})" for shade in listed if shade.code and not shade.has_boundary)
    return translator(language)("No boundary yet, so not shaded: {districts}.").format(districts=told) if told else ""

"""The command for maps, on the screen and on paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from gis.paper.layout import Orientation, Paper, SheetForm
from service.commands.console import (
    WRONG_USAGE,
    KnownAt,
    Language,
    Tongue,
    asked_of,
    failure,
    session_of,
    today_of,
    working,
)
from service.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = "html"


def draw_map(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The file: .html for the screen, .pdf, .svg or .png for paper."),
    ],
    *,
    as_of: Annotated[str | None, typer.Option(help="The day whose end is shown; left out: today.")] = None,
    as_known_at: KnownAt = None,
    start: Annotated[str | None, typer.Option("--from", help="First day of work of the releases shown.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day of work of the releases shown.")] = None,
    district: Annotated[str | None, typer.Option(help="The code of the one district to show.")] = None,
    task: Annotated[
        str | None, typer.Option(help="The code of the one task to show; its corners are numbered.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(help="Paper: the code of the one hazardous area to show; its corners are numbered.")
    ] = None,
    bbox: Annotated[
        str | None, typer.Option(help="Paper: west, south, east, north of the ground to show, in degrees.")
    ] = None,
    footprint: Annotated[
        bool, typer.Option("--footprint", help="Paper: draw the estimated footprint of cluster munitions as well.")
    ] = False,
    paper: Annotated[Paper, typer.Option(help="The size of the paper.")] = Paper.A4,
    orientation: Annotated[Orientation, typer.Option(help="How the paper lies.")] = Orientation.LANDSCAPE,
    lang: Language = Tongue.EN,
) -> None:
    """Draw hazard, work and released ground as a map: in one file that needs no internet, or on paper."""
    form = output.suffix.removeprefix(".").lower()
    if form not in {PAGE, *SheetForm}:
        raise failure(f"A map is written as .{', .'.join([PAGE, *SheetForm])}, not “{output.name}”.", code=WRONG_USAGE)
    asked: dict[str, object] = {
        "as_of": as_of,
        "as_known_at": as_known_at,
        "from": start,
        "to": end,
        "district": district,
        "task": task,
    }
    on_paper = {"area": area, "bbox": bbox, "footprint": footprint, "paper": paper, "orientation": orientation}
    settings = Settings()
    with session_of(settings, lang) as session, working("Drawing the map"):
        if form == PAGE:
            content = _page(session, settings, asked, lang=lang)
        else:
            content = _sheet(session, settings, asked | on_paper, lang=lang, form=SheetForm(form))
    output.write_bytes(content)


def _page(session: "Session", settings: Settings, said: Mapping[str, object], *, lang: Tongue) -> bytes:
    from gis.maps.page import PageHost
    from service.access import visibilities
    from service.ledger.known import known_at
    from service.maps.flow import STATIC, overview_page
    from service.maps.schemas import OverviewAsked

    asked = asked_of(OverviewAsked, said)
    question = asked.question(
        today=today_of(settings),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=True),
    )
    zone = ZoneInfo(settings.time_zone)
    return overview_page(session, question, language=lang.value, host=PageHost(folder=STATIC), zone=zone).encode()


def _sheet(
    session: "Session", settings: Settings, said: Mapping[str, object], *, lang: Tongue, form: SheetForm
) -> bytes:
    from service.access import visibilities
    from service.ledger.known import known_at
    from service.maps.sheet import Edition, sheet
    from service.maps.sheet_schemas import SheetAsked

    asked = asked_of(SheetAsked, said)
    question = asked.question(
        today=today_of(settings),
        as_known_at=known_at(session, asked.as_known_at),
        audience=visibilities(is_internal=True),
    )
    edition = Edition(lang.value, form, ZoneInfo(settings.time_zone))
    return sheet(session, asked, question, edition=edition)

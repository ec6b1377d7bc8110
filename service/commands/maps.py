"""The command for maps, on the screen and on paper."""

from pathlib import Path
from typing import Annotated

import typer

from service.commands.console import KnownAt, Language, Tongue, asked_of, session_of, today_of
from service.settings import Settings


def draw_map(
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file; it opens without the service.")],
    *,
    as_of: Annotated[str | None, typer.Option(help="The day whose end is shown; left out: today.")] = None,
    as_known_at: KnownAt = None,
    district: Annotated[str | None, typer.Option(help="The code of the one district to show.")] = None,
    lang: Language = Tongue.EN,
) -> None:
    """Draw hazard, work and released ground as a map in one file that needs no internet."""
    from zoneinfo import ZoneInfo

    from gis.maps import PageHost
    from service.access import visibilities
    from service.ledger.known import known_at
    from service.maps.flow import STATIC, overview_page
    from service.maps.schemas import OverviewAsked

    settings = Settings()
    with session_of(settings, lang) as session:
        asked = asked_of(OverviewAsked, {"as_of": as_of, "as_known_at": as_known_at, "district": district})
        question = asked.question(
            today=today_of(settings),
            as_known_at=known_at(session, asked.as_known_at),
            audience=visibilities(is_internal=True),
        )
        zone = ZoneInfo(settings.time_zone)
        page = overview_page(session, question, language=lang.value, host=PageHost(folder=STATIC), zone=zone)
    output.write_text(page, encoding="utf-8")

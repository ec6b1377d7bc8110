"""The map of a period as one drawing."""

from itertools import chain

from gis.charts.svg import OWN, drawing, element
from gis.codelists import Language
from gis.language import translator
from gis.maps.choropleth import area_classes
from gis.maps.frames import Caption
from gis.maps.words import demonstration_statement, facts, safety_statement, sources
from gis.period_map.around import draw_legend, draw_scale, draw_statements
from gis.period_map.ground import PeriodGround, draw_ground, placed
from gis.period_map.labels import Room, draw_marks, draw_names
from gis.period_map.view import HEIGHT_PX, MAP_HEIGHT_PX, MAP_WIDTH_PX, WIDTH_PX
from gis.periods import Period
from gis.text import period_text


def period_map_svg(ground: PeriodGround, caption: Caption, *, period: Period, language: Language) -> str:
    """Give the map of a period as an ``<svg>`` element.

    Parameters
    ----------
    caption
        The state of knowledge, the account, the sources, and whether the records are made up.

    Returns
    -------
    svg
        The same ground gives the same bytes.
    """
    _ = translator(language)
    shown, classes, room = placed(ground), area_classes(ground.districts.released_m2), Room()
    marks = draw_marks(shown.releases, room)
    within = (
        *draw_ground(shown, classes),
        *draw_names(shown, room, language=language),
        *marks,
        *draw_scale(ground.view),
    )
    frame = element("clipPath", element("rect", width=MAP_WIDTH_PX, height=MAP_HEIGHT_PX), id=f"{OWN}-frame")
    days = period_text(period.start, period.end, language)
    statement = [safety_statement(language), *([demonstration_statement(language)] if caption.is_demonstration else [])]
    lines = [" · ".join((days, *facts(caption, language)[1:])), " · ".join(sources(caption)), " ".join(ground.notes)]
    parts = chain(
        [element("defs", frame), element("g", *within, clip_path=f"url(#{OWN}-frame)")],
        draw_legend(shown, classes, language),
        draw_statements(" ".join(statement), [line for line in lines if line]),
    )
    title = _("Where land was released, {period}").format(period=days)
    return drawing((WIDTH_PX, HEIGHT_PX), list(parts), title=title, description=" ".join(lines))

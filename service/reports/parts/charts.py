"""Charts from the tables of districts."""

from gis.charts import NamedAreas, method_bars_svg
from gis.codelists import Language
from service.reports.content import Content
from service.reports.declared import Chart, phrase
from service.reports.parts.series import row_areas


def _bars(content: Content, language: Language) -> str:
    rows = content.table("by_district_and_method").rows
    named = [(row.label.told(language), row_areas(row)) for row in rows]
    return method_bars_svg([NamedAreas(name=name, areas=areas) for name, areas in named if areas], language)


DISTRICT_BARS = Chart(
    title=phrase("Hectares released by district and method"),
    words=phrase("Bars stacked by method, one for each district with approved work."),
    draw=_bars,
    is_told=lambda content: len(content.table("by_district_and_method").rows) > 1,
)

"""What had come in and was not approved when a report was made; none of it is in its figures."""

from types import MappingProxyType

from gis.codelists import Language
from gis.language import translator
from service.reports import queries
from service.reports.content import Column, Content, Row, Table
from service.reports.declared import Part, phrase
from service.reports.gathering import Gathered
from service.reports.printing import count, said

KEY = "in_review"


def _table(gathered: Gathered) -> Table:
    waiting = queries.in_review(gathered.session, gathered.edition.as_known_at)
    cells = (
        count(f"{KEY}/waiting/uploads", waiting.upload_count, records="/review"),
        count(f"{KEY}/waiting/features", waiting.feature_count, records="/review"),
    )
    row = Row(key="waiting", label=said("Submitted and not yet approved"), cells=cells)
    return Table(key=KEY, columns=(Column(key="uploads"), Column(key="features")), rows=(row,))


def _notes(_content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    return (_("None of it is in the figures."),)


IN_REVIEW = Part(
    key=KEY,
    gather=_table,
    title=phrase("In review"),
    headings=MappingProxyType({"uploads": "Uploads", "features": "Records"}),
    notes=_notes,
)

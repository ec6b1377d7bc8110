"""The weekly bulletin (domain.md 10.1)."""

from dataclasses import replace

from gis.codelists import Account, ReportKind
from gis.periods import PeriodUnit
from service.reports import press_release, sentences, words
from service.reports.declared import Kind, phrase
from service.reports.kinds.cards import WORK_CARDS
from service.reports.parts import late, opening, work
from service.reports.parts.balance import BALANCE
from service.reports.parts.charts import DISTRICT_BARS
from service.reports.parts.key_figures import KEY_FIGURES
from service.reports.parts.published import AS_PUBLISHED, PUBLISHED_COURSE, PUBLISHED_POINTS
from service.reports.parts.quality import QUALITY
from service.reports.parts.review import IN_REVIEW
from service.reports.parts.series import COLUMNS, COURSE, CUMULATIVE_LINE
from service.reports.parts.stock import REMAINING
from service.reports.parts.without_geometry import WITHOUT_GEOMETRY
from service.reports.scope import ScopeKind

RELEASED = (work.BY_DISTRICT_AND_METHOD, work.BY_ORGANISATION, work.BY_CLASS)
"""What was released, in each of its parts."""
RECORDS = (late.LATE, IN_REVIEW, WITHOUT_GEOMETRY)
"""What the figures do not hold, or hold differently from what was told before."""
STOCK = (REMAINING, replace(BALANCE, needs_rows=True))
CITED = (AS_PUBLISHED, opening.WITH_OPENING, PUBLISHED_COURSE)
"""What was published elsewhere, beside what the record holds."""

WEEKLY = Kind(
    code=ReportKind.WEEKLY,
    units=(PeriodUnit.WEEK,),
    scopes=(ScopeKind.COUNTRY, ScopeKind.DISTRICT, ScopeKind.ORGANISATION, ScopeKind.PROJECT),
    account=Account.OPERATIONAL,
    is_public=True,
    title=phrase("Weekly bulletin of land release"),
    figures=lambda gathered: (*work.figures(gathered), *late.figures(gathered), *opening.figures(gathered)),
    summary=sentences.summary,
    cards=WORK_CARDS,
    has_map=True,
    head_chart=COLUMNS,
    head=work.BY_DISTRICT,
    parts=(KEY_FIGURES, *RELEASED, *RECORDS, *STOCK, QUALITY, *CITED, COURSE),
    charts=(CUMULATIVE_LINE, DISTRICT_BARS, PUBLISHED_POINTS),
    notes=words.notes,
    definitions=words.definitions,
    press=press_release.paragraph,
)

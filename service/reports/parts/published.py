"""What was published elsewhere of the days of a report, beside what the record holds of them (domain.md 8.14)."""

from functools import partial
from types import MappingProxyType

from gis.aggregates import areas
from gis.charts import PublishedPoint, published_points_svg
from gis.codelists import Language, PublishedKind
from gis.language import translator
from gis.period_words import period_name
from gis.periods import Period, PeriodUnit, period_of
from gis.published import ABOUT, EVERYBODY, PublishedFigure
from gis.text import period_text
from service.published.queries import StoredFigure
from service.reports.content import Column, Content, PrintedUnit, Row, Table, Words
from service.reports.declared import Chart, Part, phrase
from service.reports.gathering import Gathered
from service.reports.parts.series import course, series
from service.reports.printing import cited_area, count, hectares, in_both, text
from service.reports.scope import ScopeKind

KEY = "as_published"
COURSE = "published_course"
WORDS = MappingProxyType(
    {
        PublishedKind.CUMULATIVE: "Total",
        PublishedKind.YEAR_BY_OPERATOR: "Operator: {name}",
        PublishedKind.YEAR_BY_PURPOSE: "Purpose: {name}",
    }
)


def told_of(gathered: Gathered) -> list[StoredFigure]:
    """Give what was published of the days of a report and of its scope, and the last total before their end."""
    edition = gathered.edition
    days = edition.period.start, edition.period.end

    def is_of_it(figure: PublishedFigure) -> bool:
        if (figure.period_from, figure.period_to) == days:
            return True
        is_week = figure.kind is PublishedKind.WEEK and edition.period.unit is PeriodUnit.WEEK
        return is_week and figure.period_from <= days[1] and figure.period_to >= days[0]

    found = [stored for stored in gathered.published if is_of_it(stored.figure) and _is_in_scope(gathered, stored)]
    total = gathered.last_published_total
    return sorted([*found, *([total] if total else [])], key=_place)


def _is_in_scope(gathered: Gathered, stored: StoredFigure) -> bool:
    scope = gathered.edition.scope
    if scope.kind is ScopeKind.DISTRICT:
        return gathered.cited.district(stored.figure) == scope.code
    return scope.kind is ScopeKind.COUNTRY


def _place(stored: StoredFigure) -> tuple[int, bool, float]:
    """Say where a figure stands: by kind, the whole country first, then the largest area; totals last."""
    figure, kinds = stored.figure, list(PublishedKind)
    place = len(kinds) if figure.kind is PublishedKind.CUMULATIVE else kinds.index(figure.kind)
    return place, figure.key != EVERYBODY, -(figure.area.area_m2 if figure.area else 0)


def _table(gathered: Gathered) -> Table:
    return Table(
        key=KEY,
        columns=(
            *(Column(key=key) for key in ("ap", "at", "uxo")),
            Column(key="area", printed_unit=PrintedUnit.HA),
            Column(key="precision"),
            Column(key="computed", printed_unit=PrintedUnit.HA),
            Column(key="source"),
        ),
        rows=tuple(_row(gathered, stored) for stored in told_of(gathered)),
    )


def _row(gathered: Gathered, stored: StoredFigure) -> Row:
    figure = stored.figure
    name = f"{figure.kind}/{figure.period.label}/{figure.key}/{figure.publisher}"
    prefix, opened = f"{KEY}/{name}", gathered.behind.published(stored.id)
    cells = (
        *(
            count(f"{prefix}/{key}", number, records=opened)
            for key, number in (("ap", figure.ap_mine), ("at", figure.at_mine), ("uxo", figure.uxo))
        ),
        cited_area(f"{prefix}/area", figure.area, records=opened),
        text(f"{prefix}/precision", figure.area.precision if figure.area else None),
        hectares(f"{prefix}/computed", _computed_m2(gathered, figure), records=_computed(gathered, figure)),
        text(f"{prefix}/source", figure.publisher, records=opened),
    )
    return Row(key=name, label=_label(gathered, figure), cells=cells)


def _computed_m2(gathered: Gathered, figure: PublishedFigure) -> float | None:
    """Give what the record holds of the same days and place, if anything; operators and purposes it tells otherwise."""
    if figure.key == EVERYBODY:
        rows = gathered.progress(figure.period).rows
    else:
        code = gathered.cited.district(figure)
        rows = tuple(row for row in gathered.released.rows if code and row["district"] == code)
    return areas(rows).released_m2 if rows else None


def _computed(gathered: Gathered, figure: PublishedFigure) -> str:
    """Give where the releases of the same days and place are opened."""
    if figure.key == EVERYBODY:
        return gathered.behind.releases(period=figure.period)
    return gathered.behind.releases(district=gathered.cited.district(figure))


def _label(gathered: Gathered, figure: PublishedFigure) -> Words:
    """Say what a figure is of, with its days where they are not those of the report."""
    name, period = gathered.cited.words(figure), gathered.edition.period
    is_same = (figure.period_from, figure.period_to) == (period.start, period.end)

    def told(language: Language) -> str:
        _ = translator(language)
        words = _(WORDS.get(figure.kind, "{name}")).format(name=name.told(language))
        days = period_text(figure.period_from, figure.period_to, language)
        return words if is_same else f"{words}, {days}"

    return in_both(told)


def _notes(content: Content, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    if content.scope.kind not in {ScopeKind.COUNTRY, ScopeKind.DISTRICT}:
        return (_("Published figures tell of the whole country, and of districts; none of this work apart."),)
    if not content.table(KEY).rows:
        return (_("No published figure of these days is known."),)
    told = [_("As the sources give them, with their digits; none of them is computed.")]
    areas_told = [content.table(KEY).cell(row.key, "area").printed.en for row in content.table(KEY).rows]
    if any(area.startswith(ABOUT) for area in areas_told):
        told.append(_("≈ stands before what was published as approximate."))
    if content.is_demonstration:
        told.append(
            _("The records of this installation are made up: the published figures are real and not comparable.")
        )
    return tuple(told)


AS_PUBLISHED = Part(
    key=KEY,
    gather=_table,
    title=phrase("As published"),
    name_heading="What it tells of",
    headings=MappingProxyType(
        {
            "ap": "AP mines",
            "at": "AT mines",
            "uxo": "UXO",
            "area": "Area",
            "precision": "Precision of the area",
            "computed": "Released in this record",
            "source": "Source",
        }
    ),
    notes=_notes,
    needs_rows=True,
)


# --- the course of the work ---------------------------------------------------------------------------------------


def _course_table(gathered: Gathered) -> Table:
    """Give what was published of the periods that a report's period is told beside, where there is anything."""
    told = _by_period(gathered)
    rows = (_course_row(gathered, one, told[one.label]) for one in course(gathered.edition.period) if one.label in told)
    return Table(key=COURSE, columns=(Column(key="area", printed_unit=PrintedUnit.HA),), rows=tuple(rows))


def _by_period(gathered: Gathered) -> dict[str, StoredFigure]:
    """Give the areas that were published of the whole country: of a month, or of days of which most lie in a week."""
    if gathered.edition.scope.kind is not ScopeKind.COUNTRY:
        return {}
    kinds = {PublishedKind.WEEK: PeriodUnit.WEEK, PublishedKind.MONTH: PeriodUnit.MONTH}
    found = dict[str, StoredFigure]()
    for stored in gathered.published:
        figure = stored.figure
        if figure.kind in kinds and figure.key == EVERYBODY and figure.area:
            middle = figure.period_from + (figure.period_to - figure.period_from) / 2
            found.setdefault(period_of(middle, kinds[figure.kind]).label, stored)
    return found


def _course_row(gathered: Gathered, of: Period, stored: StoredFigure) -> Row:
    records = gathered.behind.published(stored.id)
    cell = cited_area(f"{COURSE}/{of.label}/area", stored.figure.area, records=records)
    return Row(key=of.label, label=in_both(partial(period_name, of)), cells=(cell,))


def _points(content: Content, language: Language) -> str:
    cited = {row.key: row.cells[0] for row in content.table(COURSE).rows}
    points = {
        label: PublishedPoint(area_m2=figure.value, told=figure.printed.told(language))
        for label, figure in cited.items()
        if isinstance(figure.value, float)
    }
    return published_points_svg(series(content), points, language)


def _points_words(content: Content, language: Language) -> str:
    _ = translator(language)
    words = _("Columns of what is recorded, and a point for each published figure.")
    made_up = _("The records of this installation are made up: the published figures are real and not comparable.")
    return f"{words} {made_up}" if content.is_demonstration else words


def _points_title(content: Content, language: Language) -> str:
    _ = translator(language)
    if content.is_demonstration:
        return _("Hectares as recorded, which are made up, and as published: not comparable")
    return _("Hectares as recorded and as published")


PUBLISHED_COURSE = Part(
    key=COURSE,
    gather=_course_table,
    title=phrase("As published, period by period"),
    name_heading="Period",
    headings=MappingProxyType({"area": "Area"}),
    is_laid_out=False,
    needs_rows=True,
)
PUBLISHED_POINTS = Chart(
    title=_points_title,
    words=_points_words,
    draw=_points,
    is_told=lambda content: bool(content.table(COURSE).rows),
    opens_at_end=True,
)

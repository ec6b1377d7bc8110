"""The tables of a bulletin in one language: every cell a finished text, totals from unrounded parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gis.aggregates import Areas, Items
from gis.charts import STACK
from gis.codelists import Language
from gis.language import translator
from gis.text import area_ha_text, date_text, instant_text, number_text
from service.reports.figures import Figures, Line, Name


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its first column holds names, the others numbers.

    Attributes
    ----------
    rows
        As many cells as columns each.
    total
        The last row, set apart; missing where adding makes no sense.
    notes
        Sentences below it; a table without rows says in them why.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()


def is_split(areas: Areas) -> bool:
    """Tell whether methods are recorded apart; what is known only as a whole says nothing of any method."""
    return areas.undetermined_m2 == 0 or areas.undetermined_m2 != areas.released_m2


def by_district(figures: Figures, language: Language) -> Table:
    """Give the table of the first page: released ground and items by district."""
    _ = translator(language)
    columns = _("District"), _("Released, ha"), _("AP mines"), _("AT mines"), _("UXO"), _("Items in all")

    def cells(areas: Areas, items: Items) -> tuple[str, ...]:
        counts = (items.ap, items.at, items.uxo, items.total)
        return area_ha_text(areas.released_m2, language), *(number_text(count, language) for count in counts)

    rows = tuple((_line_name(line, language), *cells(line.areas, line.items)) for line in figures.districts)
    return Table(
        title=_("By district"),
        columns=columns,
        rows=rows,
        total=(_("Total"), *cells(figures.areas, figures.items)) if rows else None,
        notes=(_("Figures may not sum because of rounding."),) if rows else (_no_work(language),),
    )


def annex(figures: Figures, *, zone: ZoneInfo, language: Language) -> tuple[Table, ...]:
    """Give the tables after the first page, in their order."""
    return (
        _key_figures(figures, language),
        _by_method(figures, language),
        _by_organisation(figures, language),
        _by_class(figures, language),
        _late(figures, zone=zone, language=language),
        _in_review(figures, language),
        _stock(figures, language),
    )


# --- cells --------------------------------------------------------------------------------------------------------


def _area_columns(language: Language) -> tuple[str, ...]:
    _ = translator(language)
    with_unit = _("{label}, ha")
    return *(with_unit.format(label=method.label(language)) for method in STACK), _("Released, ha")


def _area_cells(areas: Areas, language: Language) -> tuple[str, ...]:
    """Give what each method released and all together; methods that nobody recorded apart are missing, not zero."""
    _ = translator(language)
    parts = (areas.cleared_m2, areas.reduced_m2, areas.cancelled_m2)
    known = [area_ha_text(part, language) if is_split(areas) else _("not recorded") for part in parts]
    return *known, area_ha_text(areas.undetermined_m2, language), area_ha_text(areas.released_m2, language)


def _name(name: Name | None, language: Language) -> str:
    _ = translator(language)
    if name is None:
        return _("Not stated")
    return name.az if language == "az" else name.en


def _line_name(line: Line, language: Language) -> str:
    return _name(line.name, language)


def _no_work(language: Language) -> str:
    _ = translator(language)
    return _("No approved work is recorded in this week.")


def _area_table(title: str, rows: Sequence[tuple[str, Areas]], figures: Figures, *, language: Language) -> Table:
    _ = translator(language)
    return Table(
        title=title,
        columns=("", *_area_columns(language)),
        rows=tuple((name, *_area_cells(areas, language)) for name, areas in rows),
        total=(_("Total"), *_area_cells(figures.areas, language)) if rows else None,
        notes=() if rows else (_no_work(language),),
    )


# --- tables -------------------------------------------------------------------------------------------------------


def _key_figures(figures: Figures, language: Language) -> Table:
    """Give every column of the bulletin, for the week and since the origin."""
    _ = translator(language)
    since = _("Since {date}").format(date=date_text(figures.cumulative.from_on, language))
    missing = _("not recorded")
    week, total = figures, figures.cumulative
    areas = zip(
        (*_area_columns(language), _("One-line figure in the national style, ha"), _("Without outline, ha")),
        _all_area_cells(week.areas, week.area_without_geometry_m2, language),
        _all_area_cells(total.areas, total.area_without_geometry_m2, language),
        strict=True,
    )
    items = zip(
        (
            _("AP mines"),
            _("AT mines"),
            _("UXO"),
            _("of which submunitions"),
            _("Items in all"),
            _("Small arms ammunition"),
            _("Harmless items"),
        ),
        _item_cells(week.items, language),
        _item_cells(total.items, language),
        strict=True,
    )
    unrecorded = [(name, missing, missing) for name in (_("EOD spot tasks"), _("Accidents"), _("Killed"), _("Injured"))]
    rows = [*areas, *items] if week.has_work else [(name, missing, cell) for name, _week, cell in (*areas, *items)]
    return Table(
        title=_("Week and total"),
        columns=("", figures.period.label, since),
        rows=(*rows, *unrecorded),
        notes=(
            _("The one-line figure is cleared, reduced and method not recorded; cancelled ground is left out."),
            _("Ground reported without an outline stands apart and is in no other figure."),
            _("Spot tasks, accidents and victims are not recorded by this service yet."),
        ),
    )


def _all_area_cells(areas: Areas, area_without_geometry_m2: float, language: Language) -> tuple[str, ...]:
    apart = (areas.bulletin_m2, area_without_geometry_m2)
    return *_area_cells(areas, language), *(area_ha_text(area_m2, language) for area_m2 in apart)


def _item_cells(items: Items, language: Language) -> tuple[str, ...]:
    counts = (items.ap, items.at, items.uxo, items.submunitions, items.total, items.saa, items.harmless)
    return tuple(number_text(count, language) for count in counts)


def _by_method(figures: Figures, language: Language) -> Table:
    _ = translator(language)
    rows = [(_line_name(line, language), line.areas) for line in figures.districts]
    return _area_table(_("By district and method"), rows, figures, language=language)


def _by_organisation(figures: Figures, language: Language) -> Table:
    _ = translator(language)
    rows = [(_line_name(line, language), line.areas) for line in figures.organisations]
    if figures.private_companies:
        count = number_text(figures.private_company_count, language)
        rows.append((_("Private companies ({count})").format(count=count), figures.private_companies.areas))
    return _area_table(_("By organisation and method"), rows, figures, language=language)


def _by_class(figures: Figures, language: Language) -> Table:
    _ = translator(language)
    rows = [(line.contamination_class.label(language), line.areas) for line in figures.classes]
    return _area_table(_("By contamination class and method"), rows, figures, language=language)


def _late(figures: Figures, *, zone: ZoneInfo, language: Language) -> Table:
    _ = translator(language)
    title, columns = _("Added for earlier weeks"), (_("Week"), *_area_columns(language), _("Items in all"))
    if figures.late is None:
        note = _("The record begins after the cut-off of the week before, so that nothing in it can be late.")
        return Table(title=title, columns=columns, rows=(), notes=(note,))

    def cells(areas: Areas, items: Items) -> tuple[str, ...]:
        return *_area_cells(areas, language), number_text(items.total, language)

    late = figures.late
    since = instant_text(late.since_at, language, zone)
    note = _("Approved since {instant} with an earlier day of work; corrections may take away.").format(instant=since)
    return Table(
        title=title,
        columns=columns,
        rows=tuple((week.week, *cells(week.areas, week.items)) for week in late.weeks),
        total=(_("Total"), *cells(late.areas, late.items)),
        notes=(note,),
    )


def _in_review(figures: Figures, language: Language) -> Table:
    _ = translator(language)
    waiting = figures.in_review
    cells = (number_text(waiting.upload_count, language), number_text(waiting.feature_count, language))
    return Table(
        title=_("In review"),
        columns=("", _("Uploads"), _("Records")),
        rows=((_("Submitted and not yet approved"), *cells),),
        notes=(_("None of it is in the figures."),),
    )


def _stock(figures: Figures, language: Language) -> Table:
    _ = translator(language)
    stock = figures.stock
    return Table(
        title=_("Remaining contamination on {date}").format(date=date_text(figures.period.end, language)),
        columns=("", _("Area, ha")),
        rows=(
            (_("Untouched"), area_ha_text(stock.untouched_m2, language)),
            (_("Worked and awaiting acceptance"), area_ha_text(stock.awaiting_acceptance_m2, language)),
        ),
        total=(_("Stock in the certified account"), area_ha_text(stock.certified_stock_m2, language)),
        notes=(_("Only recorded hazardous areas; what nobody has recorded is not in it."),),
    )

"""What a report says in one language: plain values, which the templates of each format only lay out."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gis.codelists import Language
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.text import date_text, instant_text, number_text, period_text
from service.reports.content import Content, Figure, checksum
from service.reports.declared import Card, Chart, Kind, Part, heading
from service.reports.issued import Issued
from service.reports.scope import ScopeKind


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure as it is printed; `records` is the address of the records behind it."""

    text: str
    records: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageTable:
    """A table: its first column holds names, the others figures.

    Attributes
    ----------
    rows
        Each its name and as many cells as columns.
    total
        The last row, set apart; missing where adding makes no sense.
    notes
        Sentences below it; a table without rows says in them why.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    total: tuple[str, tuple[Cell, ...]] | None
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PageCard:
    """One of the figures at the head of the first page."""

    label: str
    value: Cell
    unit: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing with its title and its words for those who cannot see it; `svg` is an ``<svg>`` element."""

    title: str
    svg: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report in one language.

    Attributes
    ----------
    banners
        What has to be read before any figure: that data is made up, that this is a preview.
    facts
        Names and values of the header.
    map, chart
        Of the first page; missing where the kind has none.
    press
        Paragraphs ready to copy.
    footer
        Lines at the foot of every page, without its number.
    """

    language: Language
    title: str
    period: str
    scope: str
    banners: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    cards: tuple[PageCard, ...]
    map: Picture | None
    chart: Picture | None
    head: PageTable
    press_title: str
    press: tuple[str, ...]
    tables: tuple[PageTable, ...]
    pictures: tuple[Picture, ...]
    notes_title: str
    notes: tuple[str, ...]
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]
    page_word: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a report is written down: its language, the zone of its instants, what it was issued as if it was."""

    language: Language
    zone: ZoneInfo
    issued: Issued | None


def page(content: Content, kind: Kind, setting: Setting, *, map_svg: str | None) -> Page:
    """Write a report in a language; every number and date in it comes from its content."""
    language = setting.language
    _ = translator(language)
    period = period_text(content.period.start, content.period.end, language)
    return Page(
        language=language,
        title=kind.title(content, language),
        period=period,
        scope=scope_text(content, language),
        banners=tuple(_banners(content, setting)),
        facts=_facts(content, setting),
        summary=kind.summary(content, language),
        cards=tuple(_card(card, content, language) for card in kind.cards),
        map=_map(content, language, map_svg) if map_svg else None,
        chart=_picture(kind.head_chart, content, language) if kind.head_chart else None,
        head=page_table(kind.head, content, language),
        press_title=_("For the press"),
        press=kind.press(content, language),
        tables=tuple(page_table(part, content, language) for part in kind.parts if part.is_laid_out),
        pictures=tuple(_picture(chart, content, language) for chart in kind.charts),
        notes_title=_("Notes"),
        notes=(*kind.notes(content, language), *_address(setting)),
        definitions_title=_("Definitions"),
        definitions=kind.definitions(language),
        footer=_footer(content, setting),
        page_word=_("Page"),
    )


def page_table(part: Part, content: Content, language: Language) -> PageTable:
    """Write a table in a language."""
    _ = translator(language)
    table = content.table(part.key)
    return PageTable(
        key=table.key,
        title=part.title(content, language),
        columns=(
            _(part.name_heading) if part.name_heading else "",
            *(heading(part, column, content=content, language=language) for column in table.columns),
        ),
        rows=tuple((row.label.told(language), _cells(row.cells, language)) for row in table.rows),
        total=(_("Total"), _cells(table.total, language)) if table.total else None,
        notes=part.notes(content, language),
    )


def scope_text(content: Content, language: Language) -> str:
    """Say what a report covers; nothing for the whole country."""
    _ = translator(language)
    scope = content.scope
    name = scope.name_az if language == "az" else scope.name_en
    words = {
        ScopeKind.COUNTRY: "",
        ScopeKind.DISTRICT: _("District: {name}"),
        ScopeKind.ORGANISATION: _("Organisation: {name}"),
        ScopeKind.PROJECT: _("Project: {name}"),
    }
    return words[scope.kind].format(name=name)


def _cells(figures: tuple[Figure, ...], language: Language) -> tuple[Cell, ...]:
    return tuple(Cell(text=figure.printed.told(language), records=figure.records) for figure in figures)


def _card(card: Card, content: Content, language: Language) -> PageCard:
    figure = card.figure(content)
    return PageCard(
        label=card.label(content, language),
        value=_cells((figure,), language)[0],
        unit=translator(language)(figure.printed_unit) if figure.printed_unit else "",
        note=card.note(content, language),
    )


def _picture(chart: Chart, content: Content, language: Language) -> Picture:
    return Picture(
        title=chart.title(content, language), svg=chart.draw(content, language), words=chart.words(content, language)
    )


def _map(content: Content, language: Language, svg: str) -> Picture:
    _ = translator(language)
    period = period_text(content.period.start, content.period.end, language)
    return Picture(
        title=_("Where land was released, {period}").format(period=period),
        svg=svg,
        words=_("Map of the districts with land released in the period; the table by district gives the figures."),
    )


def _banners(content: Content, setting: Setting) -> list[str]:
    _ = translator(setting.language)
    banners = {
        demonstration_statement(setting.language): content.is_demonstration,
        _("Preview: this report has not been issued."): setting.issued is None,
        _("The period is not over: its figures will grow."): not content.is_over,
    }
    return [banner for banner, holds in banners.items() if holds]


def _facts(content: Content, setting: Setting) -> tuple[tuple[str, str], ...]:
    language, report = setting.language, setting.issued
    _ = translator(language)
    revision = number_text(report.revision, language) if report else _("preview")
    reason = f" ({report.revision_reason})" if report and report.revision_reason else ""
    return (
        (_("Period"), content.period.label),
        (_("First day"), date_text(content.period.start, language)),
        (_("Last day"), date_text(content.period.end, language)),
        (_("Data as of"), instant_text(content.as_known_at, language, setting.zone)),
        (_("Account"), content.account.label(language)),
        (_("Revision"), revision + reason),
    )


def _address(setting: Setting) -> tuple[str, ...]:
    """Say where an issued report is found again."""
    if setting.issued is None:
        return ()
    _ = translator(setting.language)
    told = _("This report in both languages, and its figures for programs: {address}.html, .pdf, .json")
    return (told.format(address=f"/api/v1/reports/{setting.issued.id}"),)


def _footer(content: Content, setting: Setting) -> tuple[str, ...]:
    language, report = setting.language, setting.issued
    _ = translator(language)
    known = _("as known at {instant}").format(instant=instant_text(content.as_known_at, language, setting.zone))
    if report is None:
        name = _("Preview of {period}").format(period=content.period.label)
    else:
        name = _("Report {number}, {period}, revision {revision}, issued {instant}").format(
            number=number_text(report.number, language),
            period=content.period.label,
            revision=report.revision,
            instant=instant_text(report.issued_at, language, setting.zone),
        )
    digest = report.checksum if report else checksum(content)
    return f"{name}; {known}", f"SHA-256 {digest}", safety_statement(language)

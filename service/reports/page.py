"""What a report says in one language: plain values, which the templates of each format only lay out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from gis.codelists import Language
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.text import date_text, instant_text, number_text, period_text
from service.reports.columns import column_letters
from service.reports.content import Content, Figure, NotToldError, Table, Unit, checksum
from service.reports.declared import Card, Chart, Kind, Part, SayAll, heading
from service.reports.issued import Issued
from service.reports.printing import printed_decimals, printed_number
from service.reports.scope import ScopeKind

Declared = TypeVar("Declared")
Written = TypeVar("Written")
WIDE_COLUMNS: Final = 8
"""So many columns beside the names need a page that lies."""
WHOLE_ROWS, WHOLE_ROWS_LYING = 24, 14
"""So many rows stay together on a page that stands, and on one that lies."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure as it is printed.

    Attributes
    ----------
    records
        The address of the records behind it; from the root of the service where the service has no address.
    number
        For formats that compute: unrounded, in the unit that it is printed in. Missing for a text, and for nothing.
    decimals
        How many are printed of it.
    """

    text: str
    records: str | None = None
    number: float | None = None
    decimals: int = 0


@dataclass(frozen=True, kw_only=True)
class PageColumn:
    """A column of a table.

    Attributes
    ----------
    heading
        What it is called, with its unit.
    is_text
        Whether it holds words, which stand at the left.
    letters
        How wide it is where a table takes a given width: about so many letters, beside those of the others.
    """

    heading: str
    is_text: bool
    letters: int


PageRow = tuple[str, tuple[Cell, ...]]
"""A name, and as many cells as there are further columns."""


@dataclass(frozen=True, kw_only=True)
class PageTable:
    """A table: its first column holds names, the others figures.

    Attributes
    ----------
    total
        The last row, set apart; missing where adding makes no sense.
    notes
        Sentences below it; a table without rows says in them why.
    is_wide
        Whether it needs a page that lies.
    is_whole
        Whether it is short enough to stay together on a page.
    """

    key: str
    title: str
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]
    total: PageRow | None
    notes: tuple[str, ...]
    is_wide: bool
    is_whole: bool


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
    opens_at_end: bool = False


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
    annex
        The tables that only formats for programs hold.
    footer
        Lines at the foot of every page, without its number.
    is_wide
        Whether every page lies: where a table needs it, and no map is made for a page that stands.
    """

    language: Language
    title: str
    cover_title: str
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
    tables_title: str
    tables: tuple[PageTable, ...]
    annex: tuple[PageTable, ...]
    pictures_title: str
    pictures: tuple[Picture, ...]
    notes_title: str
    notes: tuple[str, ...]
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]
    is_wide: bool
    page_word: str
    table_word: str
    picture_word: str


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How a report is written down: its language, the zone of its instants, what it was issued as if it was.

    Attributes
    ----------
    public_url
        Where the service is found, so that links hold away from it; empty leaves them as they are.
    """

    language: Language
    zone: ZoneInfo
    issued: Issued | None
    public_url: str = ""


def page(content: Content, kind: Kind, setting: Setting, *, map_svg: str | None) -> Page:
    """Write a report in a language; every number and date in it comes from its content."""
    language = setting.language
    _ = translator(language)
    period = period_text(content.period.start, content.period.end, language)
    first, *told = (part for part in kind.every_part if part.is_told(content))
    head = page_table(first, content, setting)
    picture = partial(_picture, content=content, setting=setting)
    tables = tuple(page_table(part, content, setting) for part in told if part.is_laid_out)
    return Page(
        language=language,
        title=kind.title(content, language),
        cover_title=_("Report"),
        period=period,
        scope=scope_text(content, language),
        banners=tuple(_banners(content, setting)),
        facts=_facts(content, setting),
        summary=said_by(kind.summary, content, language),
        cards=page_cards(content, kind, setting),
        map=_map(content, language, map_svg) if map_svg else None,
        chart=next(_if_told(picture, [kind.head_chart] if kind.head_chart else []), None),
        head=head,
        press_title=_("For the press"),
        press=said_by(kind.press, content, language),
        tables_title=_("Tables"),
        tables=tables,
        annex=tuple(page_table(part, content, setting) for part in told if not part.is_laid_out),
        pictures_title=_("Charts"),
        pictures=tuple(_if_told(picture, kind.charts)),
        notes_title=_("Notes"),
        notes=(*said_by(kind.notes, content, language), *_answers(setting), *_address(setting)),
        definitions_title=_("Definitions"),
        definitions=kind.definitions(language),
        footer=_footer(content, setting),
        is_wide=map_svg is None and any(table.is_wide for table in (head, *tables)),
        page_word=_("Page"),
        table_word=_("Table"),
        picture_word=_("Figure"),
    )


def page_cards(content: Content, kind: Kind, setting: Setting) -> tuple[PageCard, ...]:
    """Write the figures at the head of a report in a language."""
    return tuple(_if_told(lambda card: _card(card, content, setting), kind.cards))


def page_table(part: Part, content: Content, setting: Setting) -> PageTable:
    """Write a table in a language."""
    language = setting.language
    _ = translator(language)
    table = content.table(part.key)
    rows = tuple((row.label.told(language), _cells(row.cells, setting)) for row in table.rows)
    total = (_("Total"), _cells(table.total, setting)) if table.total else None
    headings = [heading(part, column, content=content, language=language) for column in table.columns]
    return PageTable(
        key=table.key,
        title=part.title(content, language),
        columns=_columns([_(part.name_heading) if part.name_heading else "", *headings], table, rows),
        rows=rows,
        total=total,
        notes=said_by(part.notes, content, language),
        is_wide=is_wide(table),
        is_whole=len(rows) <= (WHOLE_ROWS_LYING if is_wide(table) else WHOLE_ROWS),
    )


def is_wide(table: Table) -> bool:
    """Tell whether a table needs a page that lies."""
    return len(table.columns) >= WIDE_COLUMNS


def _columns(headings: Sequence[str], table: Table, rows: Sequence[PageRow]) -> tuple[PageColumn, ...]:
    places = range(len(table.columns))
    is_text = [True, *(any(row.cells[place].unit is Unit.TEXT for row in table.rows) for place in places)]
    texts = [[name for name, _ in rows], *([cells[place].text for _, cells in rows] for place in places)]
    columns = [[heading, *told] for heading, told in zip(headings, texts, strict=True)]
    letters = column_letters(columns, is_text, is_wide=is_wide(table))
    told = zip(headings, is_text, letters, strict=True)
    return tuple(PageColumn(heading=heading, is_text=words, letters=width) for heading, words, width in told)


def said_by(say: SayAll, content: Content, language: Language) -> tuple[str, ...]:
    """Give what is said about a report; nothing where it was issued before its kind told what that needs."""
    try:
        return say(content, language)
    except NotToldError:
        return ()


def _if_told(write: Callable[[Declared], Written], declared: Iterable[Declared]) -> Iterator[Written]:
    """Write what is declared, but for what a report has no figures of: it was issued before its kind told of them."""
    for one in declared:
        with suppress(NotToldError):
            yield write(one)


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


def _cells(figures: tuple[Figure, ...], setting: Setting) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            text=figure.printed.told(setting.language),
            records=figure.records and setting.public_url + figure.records,
            number=printed_number(figure),
            decimals=printed_decimals(figure),
        )
        for figure in figures
    )


def _card(card: Card, content: Content, setting: Setting) -> PageCard:
    figure, language = card.figure(content), setting.language
    return PageCard(
        label=card.label(content, language),
        value=_cells((figure,), setting)[0],
        unit=translator(language)(figure.printed_unit) if figure.printed_unit and figure.value is not None else "",
        note=card.note(content, language),
    )


def _picture(chart: Chart, *, content: Content, setting: Setting) -> Picture:
    language = setting.language
    if not chart.is_told(content):
        raise NotToldError
    return Picture(
        title=chart.title(content, language),
        svg=chart.draw(content, language),
        words=chart.words(content, language),
        opens_at_end=chart.opens_at_end,
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
    return [*(banner for banner, holds in banners.items() if holds), *_revised(setting)]


def _revised(setting: Setting) -> tuple[str, ...]:
    """Say why the report was issued again, where it was."""
    report = setting.issued
    if report is None or not report.revision_reason:
        return ()
    told = translator(setting.language)("Revision {revision}: {reason}")
    return (told.format(revision=number_text(report.revision, setting.language), reason=report.revision_reason),)


def _facts(content: Content, setting: Setting) -> tuple[tuple[str, str], ...]:
    language, report = setting.language, setting.issued
    _ = translator(language)
    revision = number_text(report.revision, language) if report else _("preview")
    return (
        (_("Period"), content.period.label),
        (_("First day"), date_text(content.period.start, language)),
        (_("Last day"), date_text(content.period.end, language)),
        (_("Data as of"), instant_text(content.as_known_at, language, setting.zone)),
        (_("Account"), content.account.label(language)),
        (_("Revision"), revision),
    )


def _answers(setting: Setting) -> tuple[str, ...]:
    """Say why the report was issued although checks found something."""
    if setting.issued is None:
        return ()
    told = translator(setting.language)("Issued although a check found: {words} Reason: {reason}")
    answers = setting.issued.answers
    return tuple(told.format(words=one.words.told(setting.language), reason=one.reason) for one in answers)


def _address(setting: Setting) -> tuple[str, ...]:
    """Say where an issued report is found again."""
    if setting.issued is None:
        return ()
    _ = translator(setting.language)
    told = _("This report in both languages, and its figures for programs: {address}.html, .pdf, .docx, .xlsx, .json")
    return (told.format(address=f"{setting.public_url}/api/v1/reports/{setting.issued.id}"),)


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

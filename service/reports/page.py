"""What a bulletin says in one language: plain values, which the templates of HTML and PDF only lay out."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from gis.charts import cumulative_line_svg, method_columns_svg
from gis.codelists import Language
from gis.language import translator
from gis.maps.words import demonstration_statement, safety_statement
from gis.text import area_ha_text, date_text, instant_text, number_text, period_text
from service.reports import tables, words
from service.reports.figures import Figures, checksum
from service.reports.issued import Issued
from service.reports.tables import Table

CHART_WEEKS = 12


@dataclass(frozen=True, kw_only=True)
class Card:
    """One of the figures at the head of the first page."""

    label: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing with its title and its words for those who cannot see it; `svg` is an ``<svg>`` element."""

    title: str
    svg: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A bulletin in one language.

    Attributes
    ----------
    banners
        What has to be read before any figure: that data is made up, that this is a preview.
    facts
        Names and values of the header.
    head
        Of the first page: sentence, cards, map, chart, districts.
    footer
        Lines at the foot of every page, without its number.
    """

    language: Language
    title: str
    period: str
    banners: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sentence: str
    cards: tuple[Card, ...]
    map: Picture
    chart: Picture
    districts: Table
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]
    notes_title: str
    notes: tuple[str, ...]
    definitions_title: str
    definitions: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]
    page_word: str


def bulletin_page(figures: Figures, report: Issued | None, *, map_svg: str, zone: ZoneInfo, language: Language) -> Page:
    """Write a bulletin in a language; every number and date in it comes from the figures.

    Parameters
    ----------
    report
        What the figures were issued as; missing: a preview.
    map_svg
        The map of the period in the same language.
    zone
        In which instants are printed.
    """
    _ = translator(language)
    period = period_text(figures.period.start, figures.period.end, language)
    return Page(
        language=language,
        title=_("Weekly bulletin of land release"),
        period=period,
        banners=tuple(_banners(figures, report, language)),
        facts=_facts(figures, report, zone=zone, language=language),
        sentence=words.sentence(figures, language),
        cards=_cards(figures, language),
        map=Picture(
            title=_("Where land was released, {period}").format(period=period),
            svg=map_svg,
            words=_("Map of the districts with land released in the week; the table by district gives the figures."),
        ),
        chart=_chart(figures, language),
        districts=tables.by_district(figures, language),
        pictures=_year_charts(figures, language),
        tables=tables.annex(figures, zone=zone, language=language),
        notes_title=_("Notes"),
        notes=words.notes(figures, report, language),
        definitions_title=_("Definitions"),
        definitions=words.definitions(language),
        footer=_footer(figures, report, zone=zone, language=language),
        page_word=_("Page"),
    )


def _banners(figures: Figures, report: Issued | None, language: Language) -> list[str]:
    _ = translator(language)
    banners = {
        demonstration_statement(language): figures.is_demonstration,
        _("Preview: this bulletin has not been issued."): report is None,
        _("The week is not over: its figures will grow."): not figures.is_over,
    }
    return [banner for banner, holds in banners.items() if holds]


def _facts(
    figures: Figures, report: Issued | None, *, zone: ZoneInfo, language: Language
) -> tuple[tuple[str, str], ...]:
    _ = translator(language)
    revision = number_text(report.revision, language) if report else _("preview")
    reason = f" ({report.revision_reason})" if report and report.revision_reason else ""
    return (
        (_("Week"), figures.period.label),
        (_("First day"), date_text(figures.period.start, language)),
        (_("Last day"), date_text(figures.period.end, language)),
        (_("Data as of"), instant_text(figures.as_known_at, language, zone)),
        (_("Account"), figures.account.label(language)),
        (_("Revision"), revision + reason),
    )


def _cards(figures: Figures, language: Language) -> tuple[Card, ...]:
    """Give the six figures; where no work is recorded they are missing, not zero."""
    _ = translator(language)
    ha = _("ha")

    def area(area_m2: float) -> str:
        return area_ha_text(area_m2, language) if figures.has_work else words.NOTHING

    def count(number: int) -> str:
        return number_text(number, language) if figures.has_work else words.NOTHING

    is_split = tables.is_split(figures.areas)
    cleared = area(figures.areas.cleared_m2) if is_split else words.NOTHING
    submunitions = _("submunitions among them: {count}").format(count=count(figures.items.submunitions))
    since = _("since {date}, this week included").format(date=date_text(figures.cumulative.from_on, language))
    total = area_ha_text(figures.cumulative.areas.released_m2, language)
    return (
        Card(label=_("Released"), value=area(figures.areas.released_m2), unit=ha, note=_("by all methods")),
        Card(label=_("Cleared"), value=cleared, unit=ha, note=_("searched to a stated depth")),
        Card(label=_("AP mines"), value=count(figures.items.ap), unit="", note=_("anti-personnel, disposed of")),
        Card(label=_("AT mines"), value=count(figures.items.at), unit="", note=_("anti-tank, disposed of")),
        Card(label=_("UXO"), value=count(figures.items.uxo), unit="", note=submunitions),
        Card(label=_("Released in all"), value=total, unit=ha, note=since),
    )


def _chart(figures: Figures, language: Language) -> Picture:
    _ = translator(language)
    return Picture(
        title=_("Hectares released in each of the last {count} weeks, by method").format(count=CHART_WEEKS),
        svg=method_columns_svg(figures.weeks[-CHART_WEEKS:], language),
        words=_("Columns stacked by method, one for each week; weeks without approved work are gaps."),
    )


def _year_charts(figures: Figures, language: Language) -> tuple[Picture, ...]:
    _ = translator(language)
    count, closing_m2 = len(figures.weeks), figures.cumulative.areas.released_m2
    since = date_text(figures.cumulative.from_on, language)
    return (
        Picture(
            title=_("Hectares released in each of the last {count} weeks, by method").format(count=count),
            svg=method_columns_svg(figures.weeks, language),
            words=_("Columns stacked by method, one for each week; weeks without approved work are gaps."),
        ),
        Picture(
            title=_("Hectares released since {date}, at the end of each week").format(date=since),
            svg=cumulative_line_svg(figures.weeks, closing_m2, language=language),
            words=_("Line of the cumulative released area over the last {count} weeks.").format(count=count),
        ),
    )


def _footer(figures: Figures, report: Issued | None, *, zone: ZoneInfo, language: Language) -> tuple[str, ...]:
    _ = translator(language)
    known = _("as known at {instant}").format(instant=instant_text(figures.as_known_at, language, zone))
    if report is None:
        name = _("Preview of week {week}").format(week=figures.period.label)
    else:
        name = _("Report {number}, week {week}, revision {revision}, issued {instant}").format(
            number=number_text(report.number, language),
            week=figures.period.label,
            revision=report.revision,
            instant=instant_text(report.issued_at, language, zone),
        )
    digest = report.checksum if report else checksum(figures)
    return f"{name}; {known}", f"SHA-256 {digest}", safety_statement(language)

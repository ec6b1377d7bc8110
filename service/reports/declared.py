"""What a kind of report is declared by: its figures, its tables, its charts, its sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gis.codelists import Account, Codelist, Language, ReportKind
from gis.language import translator
from gis.periods import PeriodUnit
from service.reports.content import Column, Content, Figure, Table
from service.reports.gathering import Gathered
from service.reports.scope import ScopeKind

Say = Callable[[Content, Language], str]
"""Says something about a report in a language; every number in it is a figure of the report as it is printed."""
SayAll = Callable[[Content, Language], tuple[str, ...]]
Heading = str | Codelist | Say
"""What a column is called: a text of ours, a member of a codelist, or what follows from the report."""


def nothing_said(_content: Content, _language: Language) -> tuple[str, ...]:
    """Say nothing."""
    return ()


def phrase(text: str) -> Say:
    """Give what says a text of ours, whatever the report."""
    return lambda _content, language: translator(language)(text)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A table of a report.

    Attributes
    ----------
    key
        Of the table that `gather` gives.
    gather
        Takes its figures from what the report is made from.
    title, notes
        What is said above and below it; a table without rows says there why.
    headings
        What its columns are called, by their keys.
    name_heading
        What the column of its rows' labels is called.
    is_laid_out
        Whether it is printed as a table; else it is the source of a chart, and given in the formats for programs.
    needs_rows
        Whether it is left out where it has none; else its notes say why it has none.
    """

    key: str
    gather: Callable[[Gathered], Table]
    title: Say
    headings: Mapping[str, Heading]
    name_heading: str = ""
    notes: SayAll = nothing_said
    is_laid_out: bool = True
    needs_rows: bool = False

    def is_told(self, content: Content) -> bool:
        """Tell whether a report says anything of it; one that was issued before there was such a table does not."""
        return content.has_table(self.key) and (not self.needs_rows or bool(content.table(self.key).rows))


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A drawing from the tables of a report.

    Attributes
    ----------
    words
        For those who cannot see it.
    is_told
        Whether a report has anything to draw.
    opens_at_end
        Whether a window that is too narrow for it shows its end first, where time runs to the newest.
    """

    title: Say
    words: Say
    draw: Callable[[Content, Language], str]
    is_told: Callable[[Content], bool] = lambda _content: True
    opens_at_end: bool = False


@dataclass(frozen=True, kw_only=True)
class Card:
    """One of the figures at the head of the first page.

    Attributes
    ----------
    figure
        Which one of the report it is.
    """

    label: Say
    figure: Callable[[Content], Figure]
    note: Say


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of report.

    Attributes
    ----------
    units
        Of the periods that it is made for.
    scopes
        What it can be made for.
    is_public
        Whether anybody may read it; else only people of the programme.
    figures
        Those that stand alone, in no table.
    summary
        The sentences at its head.
    press
        A paragraph ready to copy; none says nothing.
    why_no_other
        Why it is made for no other scopes, for who asks for one.
    has_map
        Whether the period's releases are drawn at its head.
    head
        The table of the first page.
    """

    code: ReportKind
    units: tuple[PeriodUnit, ...]
    scopes: tuple[ScopeKind, ...]
    account: Account
    is_public: bool
    title: Say
    figures: Callable[[Gathered], tuple[Figure, ...]]
    summary: SayAll
    cards: tuple[Card, ...]
    has_map: bool
    head_chart: Chart | None
    head: Part
    parts: tuple[Part, ...]
    charts: tuple[Chart, ...]
    notes: SayAll
    definitions: Callable[[Language], tuple[tuple[str, str], ...]]
    press: SayAll = nothing_said
    why_no_other: str = ""

    @property
    def every_part(self) -> tuple[Part, ...]:
        """Give its tables, that of the first page first."""
        return self.head, *self.parts


def heading(part: Part, column: Column, *, content: Content, language: Language) -> str:
    """Give what a column is called, with the unit that its figures are printed in."""
    _ = translator(language)
    match part.headings.get(column.key, column.key):
        case Codelist() as member:
            words = member.label(language)
        case str() as text:
            words = _(text)
        case say:
            words = say(content, language)
    unit = _(column.printed_unit)
    return _("{label}, {unit}").format(label=words, unit=unit) if column.printed_unit else words

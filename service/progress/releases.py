"""Released ground in rows that can be told apart by what is asked.

The rows come from the ledger's totals, of long periods whole weeks at once, from what is told by who worked where only
a record says what is asked for, and from reports without geometry; they have the same columns, and are narrowed and
added up the same way.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal_column,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from gis.codelists import ContaminationType, LedgerCause, contamination_class
from gis.treaties import TreatyView
from service.progress.questions import Dimension, ProgressQuestion
from service.progress.totals import as_known, in_order
from service.progress.work import asks_records, without_geometry, worked
from service.tables import IDENTITIES, ledger_total, ledger_week

RELEASED = (LedgerCause.RELEASED, LedgerCause.RELEASED_OUTSIDE)
"""What counts as progress: ground that was freed, and ground that was never recorded as hazardous."""
OF_WEEKS = frozenset({Dimension.DISTRICT, Dimension.WEEK, Dimension.METHOD})
"""Dimensions by which whole weeks are added up already."""
OF_MONTHS = frozenset({Dimension.DISTRICT, Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR, Dimension.METHOD})
"""Dimensions by which weeks that are cut at the ends of months are added up already."""
LONG = timedelta(weeks=2)
"""A period in which there is a whole week, whatever day it starts on."""
CODED = {
    Dimension.DISTRICT: IDENTITIES["districts"],
    Dimension.ORGANISATION: IDENTITIES["organisations"],
    Dimension.PROJECT_PHASE: IDENTITIES["project_phases"],
    Dimension.TASK: IDENTITIES["tasks"],
}
"""Dimensions that rows tell by the ids of these."""
PERIODS = frozenset({Dimension.WEEK, Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR})


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was released under one combination of the asked dimensions.

    Attributes
    ----------
    told
        The values of the dimensions, by their names.
    of_these_m2
        What of the area each of the conditions holds for that were asked about.
    """

    told: Mapping[str, str | None]
    row_count: int
    area_m2: Decimal
    of_these_m2: Sequence[Decimal]


def released(question: ProgressQuestion, at: datetime, causes: Sequence[LedgerCause] = RELEASED) -> Subquery:
    """Give the ground that the ledger says was released, with `cause` and, of a treaty view, `types`."""
    if question.view or asks_records(question):
        rows: FromClause = worked(question, at)
    elif set(question.by) <= OF_WEEKS and question.end - question.start >= LONG:
        rows = _by_weeks(question, at)
    elif set(question.by) <= OF_MONTHS and question.end - question.start >= LONG:
        rows = worked(question, at)
    else:
        rows = as_known(ledger_total, at)
    return select(rows).where(*_asked(rows, question), rows.c.cause.in_(causes)).subquery()


def _by_weeks(question: ProgressQuestion, at: datetime) -> Subquery:
    """Give whole weeks as they are added up already, and the days before and after them."""
    first = question.start + timedelta(days=-question.start.weekday() % 7)
    last = question.end - timedelta(days=(question.end.weekday() + 1) % 7)
    week, day = as_known(ledger_week, at).c, as_known(ledger_total, at).c
    named = ("account", "cause", "district_id", "release_method", "area_m2")
    whole = select(*(week[name] for name in named), week.monday.label("effective_date"))
    apart = select(*(day[name] for name in named), day.effective_date)
    return union_all(
        whole.where(week.monday.between(first, last)),
        apart.where(day.effective_date < first),
        apart.where(day.effective_date > last),
    ).subquery()


def reported(question: ProgressQuestion, at: datetime) -> Subquery:
    """Give the square metres that were reported without geometry; the class is given as the types searched for."""
    rows = without_geometry(question, at)
    return select(rows).where(*_asked(rows, question)).subquery()


def _asked(rows: FromClause, question: ProgressQuestion) -> list[ColumnElement[bool]]:
    """Give the conditions that narrow rows to a question; by who worked they are narrowed already."""
    row, district = rows.c, IDENTITIES["districts"]
    asked = [row.account == question.account, row.effective_date.between(question.start, question.end)]
    if question.district_codes is not None:
        asked.append(row.district_id.in_(select(district.c.id).where(district.c.code.in_(question.district_codes))))
    if question.release_methods is not None:
        asked.append(row.release_method.in_(question.release_methods))
    if question.view:
        asked.append(counts_in(rows, question.view))
    return asked


def counts_in(rows: FromClause, view: TreatyView) -> ColumnElement[bool]:
    """Tell which rows count in a treaty view."""
    return counted(rows.c.types, view)


def counted(types: ColumnElement[Any], view: TreatyView) -> ColumnElement[bool]:
    """Tell whether ground with these types counts in a treaty view."""
    told = type_coerce(types, ARRAY(Text))
    return and_(*(told.overlap(sorted(needed)) for needed in view.counted))


def parts(
    session: Session, rows: Subquery, by: Sequence[Dimension], *, among: Sequence[ColumnElement[bool]] = ()
) -> list[Part]:
    """Add up rows by dimensions, in the order of their values, and those among them of which conditions hold."""
    values = [_value(rows, dimension) for dimension in by]
    area_m2 = func.sum(rows.c.area_m2)
    sums = select(*values, func.count(), area_m2, *(area_m2.filter(condition) for condition in among))
    told = _with_codes(sums.group_by(*values).having(func.count() > 0).subquery(), by)
    labels = [LABELS[dimension] for dimension in by]
    found: defaultdict[tuple[str | None, ...], list[tuple[int, list[Decimal]]]] = defaultdict(list)
    for row in session.execute(told):
        groups, (row_count, *areas_m2) = row[: len(by)], row[len(by) :]
        group = tuple(None if value is None else label(value) for label, value in zip(labels, groups, strict=True))
        found[group].append((row_count, [m2 or Decimal(0) for m2 in areas_m2]))
    return [_part(by, group, found[group]) for group in sorted(found, key=in_order)]


def added_up(parts: Iterable[Part], by: Sequence[Dimension]) -> list[Part]:
    """Add up parts by fewer dimensions, in the order of their values."""
    found: defaultdict[tuple[str | None, ...], list[tuple[int, list[Decimal]]]] = defaultdict(list)
    for part in parts:
        found[tuple(part.told[dimension] for dimension in by)].append(
            (part.row_count, [part.area_m2, *part.of_these_m2])
        )
    return [_part(by, group, found[group]) for group in sorted(found, key=in_order)]


def _part(by: Sequence[Dimension], group: Sequence[str | None], rows: Sequence[tuple[int, list[Decimal]]]) -> Part:
    """Add up the rows of a group: values that are told by the same word, such as sets of types of one class."""
    area_m2, *of_these_m2 = map(sum, zip(*(areas_m2 for _, areas_m2 in rows), strict=True))
    return Part(
        told=dict(zip(map(str, by), group, strict=True)),
        row_count=sum(count for count, _ in rows),
        area_m2=Decimal(area_m2),
        of_these_m2=list(map(Decimal, of_these_m2)),
    )


def _with_codes(sums: Subquery, by: Sequence[Dimension]) -> Select[Any]:
    """Give sums with the codes of what they are told by, which are looked up for groups and not for rows."""
    columns: list[ColumnElement[Any]] = [*sums.c]
    joined: FromClause = sums
    for place, dimension in enumerate(by):
        if dimension in CODED:
            identity = CODED[dimension]
            joined = joined.outerjoin(identity, identity.c.id == columns[place])
            columns[place] = identity.c.code
    return select(*columns).select_from(joined)


def _value(rows: Subquery, dimension: Dimension) -> ColumnElement[Any]:
    """Give what rows are grouped by: a code, an id, or the first day of a period."""
    columns = {Dimension.DAY: "effective_date", Dimension.METHOD: "release_method"}
    if dimension in PERIODS:
        unit: ColumnElement[str] = literal_column(f"'{dimension.value}'")
        return func.date_trunc(unit, cast(rows.c.effective_date, TIMESTAMP))
    if dimension in CODED:
        return rows.c[f"{dimension}_id"]
    return rows.c[columns.get(dimension, dimension.value)]


def _class(told: str | Sequence[str]) -> str:
    """Give the class of a target set; the ledger says it already."""
    return told if isinstance(told, str) else contamination_class(frozenset(map(ContaminationType, told))).value


LABELS: Mapping[Dimension, Callable[[Any], str]] = dict.fromkeys(Dimension, str) | {
    Dimension.DAY: "{:%Y-%m-%d}".format,
    Dimension.WEEK: "{:%G-W%V}".format,
    Dimension.MONTH: "{:%Y-%m}".format,
    Dimension.QUARTER: lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}",
    Dimension.YEAR: "{:%Y}".format,
    Dimension.CONTAMINATION_CLASS: _class,
}
"""What turns a value of a dimension into what it is called in an answer."""

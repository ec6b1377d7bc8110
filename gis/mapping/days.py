"""Columns of dates: in which form, and what stands first."""

from functools import partial

from gis.issues import Issue
from gis.mapping.conversion import Conversion
from gis.mapping.sampled import Column
from gis.values import day_of, shown


def days(column: Column, field: str, order: str | None) -> Conversion:
    """Say how the dates of a column are read.

    Parameters
    ----------
    order
        `day_first` or `month_first`, where a person says it.
    """
    read = [(value, day) for value in column.values if (day := day_of(value))]
    forms = {day.form for _, day in read}
    proven = forms & {"day_first", "month_first"}
    known = order or (proven.pop() if len(proven) == 1 else None)
    doubtful = [value for value, day in read if day.other]
    convert = partial(ordered, order=known) if doubtful and known else None
    issues = []
    if convert and not order:
        proof = next(value for value, day in read if day.form == known)
        values = {
            "proof": str(proof),
            "value": str(doubtful[0]),
            "read_on": str(ordered(doubtful[0], order=known)),
        }
        issues.append(Issue(kind="date-order-proven", field=field, values={"column": shown(column.name), **values}))
    elif unusual := [(value, day) for value, day in read if day.form != "iso" and not day.other]:
        value, day = unusual[0]
        values = {"column": shown(column.name), "value": shown(value), "read_on": day.on.isoformat()}
        issues.append(Issue(kind="dates-understood", field=field, values=values))
    return Conversion(convert=convert, issues=tuple(issues))


def ordered(raw: object, *, order: str | None) -> object:
    """Give the day that an ambiguous date means when it is known what stands first; others stay as they are."""
    day = day_of(raw)
    if day is None or day.other is None:
        return raw
    return day.on if order == "day_first" else day.other

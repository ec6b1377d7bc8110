"""All records together, and those of each value of a dimension, counted in one pass."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, tuple_
from sqlalchemy.orm import Session

from service.quality.declared import Figure
from service.quality.questions import Dimension, Value

WHOLE_PCT = 100


@dataclass(frozen=True, kw_only=True)
class Group:
    """Records that figures are told of.

    Attributes
    ----------
    by
        The dimension that they share a value of; missing where all records are told together.
    told_of
        The value; missing where the records do not say it.
    counts
        As many as were asked for, in their order.
    """

    by: Dimension | None
    told_of: str | None
    counts: tuple[int, ...]

    def value(self, figure: Figure, value: float | None, *, whole: int) -> Value:
        """Give a figure of so many records."""
        return Value(figure=figure, by=self.by, told_of=self.told_of, value=value, part_count=None, whole_count=whole)

    def share(self, figure: Figure, *, part: int, whole: int) -> Value:
        """Give the share of a part in the whole."""
        value = WHOLE_PCT * part / whole if whole else None
        return Value(figure=figure, by=self.by, told_of=self.told_of, value=value, part_count=part, whole_count=whole)


def groups(
    session: Session, records: Select[Any], by: Dimension, *, told_of: ColumnElement[Any], counts: Sequence[Any]
) -> Iterator[Group]:
    """Count all records together and by a dimension, whose value is `told_of`."""
    told = records.add_columns(func.grouping(told_of) == 1, told_of, *counts)
    for row in session.execute(told.group_by(func.grouping_sets(tuple_(), tuple_(told_of))).order_by(told_of)):
        is_all, value, *counted = row
        yield Group(by=None if is_all else by, told_of=value, counts=tuple(counted))

"""Columns matched to fields: what was said, then their names, then their values; never two to one field unsaid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from gis.layers import Layer
from gis.mapping.headings import fields_named, is_bookkeeping, own_field
from gis.mapping.meaning import Known, are_of, is_number
from gis.mapping.sampled import Column

How = Literal["name", "alias", "values", "saved", "answer"]
RANKS: tuple[How, ...] = ("answer", "saved", "name", "alias", "values")


@dataclass(frozen=True, kw_only=True)
class Match:
    """One column and the field that it became.

    Attributes
    ----------
    field
        Missing: the column is left out.
    rivals
        Columns that could as well have become the field; they are left out.
    choices
        Fields that the column could be, where nothing tells which.
    """

    column: Column
    field: str | None = None
    how: How | None = None
    rivals: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """Which columns a person, or a saved mapping, gave a field or left out."""

    answered: Mapping[str, str | None] = field(default_factory=dict)
    saved: Mapping[str, str | None] = field(default_factory=dict)


def matched(columns: Sequence[Column], layer: Layer, *, said: Said, known: Known) -> list[Match]:
    """Give each column's match, in order."""
    taken = frozenset(_taken(columns, layer, said))
    first = [_by_heading(column, layer, said=said, known=known, taken=taken) for column in columns]
    alone = [_without_rivals(match, first) for match in first]
    return list(_guessed(alone, layer, known))


def _taken(columns: Sequence[Column], layer: Layer, said: Said) -> Iterator[str]:
    """Give the fields that a person, or their very name, gives to a column: other columns are not taken for them."""
    yield from (field for field in (*said.answered.values(), *said.saved.values()) if field)
    for column in columns:
        how, fields = fields_named(column.name, layer)
        if how == "name" and len(fields) == 1 and column.values and column.name not in said.answered:
            yield fields[0]


def _by_heading(column: Column, layer: Layer, *, said: Said, known: Known, taken: frozenset[str]) -> Match:
    """Give what was said of a column, or what its heading says."""
    if column.name in said.answered:
        return Match(column=column, field=said.answered[column.name], how="answer")
    if column.name in said.saved:
        return Match(column=column, field=said.saved[column.name], how="saved")
    if own := own_field(column.name, layer):
        return Match(column=column, field=own, how="name")
    how, fields = fields_named(column.name, layer)
    free = tuple(name for name in fields if how == "name" or name not in taken)
    if len(free) > 1:
        fitting = [name for name in free if _can_be(name, column, layer, known=known)]
        free = tuple(fitting) if len(fitting) == 1 else free
    if len(free) > 1:
        return Match(column=column, choices=free if column.values else ())
    return Match(column=column, field=free[0] if free else None, how=how if free else None)


def _can_be(name: str, column: Column, layer: Layer, *, known: Known) -> bool:
    """Say whether the values of a column can be of a field, or of a column of wide rows."""
    one = layer.fields_by_name.get(name)
    return all(map(is_number, column.values)) if one is None else are_of(one, column.said, known)


def _without_rivals(match: Match, matches: Sequence[Match]) -> Match:
    """Keep a match if no other column has a better claim on its field; of equal ones the first, telling the others."""
    same = [other for other in matches if other.field == match.field and not _is_other_form(other, match)]
    if match.field is None or len(same) == 1:
        return match
    best = min(_claim(other) for other in same)
    winners = [other for other in same if _claim(other) == best]
    if match.column.name != winners[0].column.name:
        return replace(match, field=None, how=None)
    return replace(match, rivals=tuple(other.column.name for other in winners[1:]))


def _is_other_form(one: Match, other: Match) -> bool:
    """Say whether two columns are a list under its name and in the singular: they are read as one."""
    names = {one.column.name, other.column.name}
    return len(names) > 1 and names == {f"{one.field}", f"{one.field}".removesuffix("s")}


def _claim(match: Match) -> tuple[int, bool, bool]:
    """Rank the claim of a column on its field: who said so, whether it bears the very name, whether it is filled."""
    rank = RANKS.index(match.how) if match.how else len(RANKS)
    return rank, match.column.name != match.field, not match.column.values


# --- by values ----------------------------------------------------------------------------------------------------


def _guessed(matches: Sequence[Match], layer: Layer, known: Known) -> Iterator[Match]:
    """Give fields that no column bears the name of to the one column whose values are theirs."""
    guesses = _guesses(matches, layer, known)
    for match in matches:
        wanted = [name for name, columns in guesses.items() if match.column.name in columns]
        is_sure = len(wanted) == 1 and len(guesses[wanted[0]]) == 1
        yield replace(match, field=wanted[0], how="values") if is_sure else match


def _guesses(matches: Sequence[Match], layer: Layer, known: Known) -> dict[str, list[str]]:
    """Give, for each field that is still free, the columns whose values could be of it."""
    taken = {match.field for match in matches} | {name for match in matches for name in match.choices}
    open_columns = [match.column for match in matches if _is_open(match, matches)]
    day = next((name for name in layer.dated_by if layer.field(name).is_required), None)
    guesses = {}
    for one in layer.fields:
        is_told = one.codelist is not None or one.layer in known.codes or one.name == day
        if one.name in taken or not is_told:
            continue
        is_own = one.layer == layer.name
        guesses[one.name] = [c.name for c in open_columns if not is_own and _speak(c) and are_of(one, c.said, known)]
    return {name: columns for name, columns in guesses.items() if columns}


def _is_open(match: Match, matches: Sequence[Match]) -> bool:
    """Say whether nothing is known of a column: nobody left it out, no program made it, its name says nothing."""
    is_rival = any(match.column.name in other.rivals for other in matches)
    is_said = match.how is not None
    return not (match.field or match.choices or is_said or is_rival or is_bookkeeping(match.column.name))


def _speak(column: Column) -> bool:
    """Say whether the values of a column say something by themselves: words and dates do, digits do not."""
    return bool(column.values) and all(
        not isinstance(value, bool | int | float) and not str(value).isdigit() for value in column.said
    )

"""Columns of codes: labels, other spellings, numbers with a table, and what a person says they mean."""

from collections.abc import Mapping
from functools import partial

from gis.issues import Issue
from gis.layers import Field
from gis.mapping.conversion import Conversion
from gis.mapping.meaning import Known, members
from gis.mapping.sampled import Column, code_text
from gis.values import shown

TOLD_COUNT = 12
"""Codes of one column that are told by name."""


def coded(column: Column, field: Field, *, said: Mapping[str, str], known: Known) -> Conversion:
    """Say which codes the values of a column mean.

    Parameters
    ----------
    said
        The file's code → ours, as a person says.
    """
    texts = dict.fromkeys(code_text(part) for value in column.values for part in members(field, value))
    meant = {text: _meant(text, field, names=column.names, known=known) for text in texts if text not in said}
    understood = {text: code for text, code in meant.items() if code}
    table = {text: code for text, code in {**understood, **said}.items() if text != code}
    told = {text: code for text, code in understood.items() if text != code}
    issues = []
    if told:
        pairs = [f"{shown(text)} → {code}" for text, code in list(told.items())[:TOLD_COUNT]]
        more = ["…"] if len(told) > TOLD_COUNT else []
        values = {"column": shown(column.name), "codes": ", ".join([*pairs, *more])}
        issues.append(Issue(kind="codes-understood", field=field.name, values=values))
    return Conversion(convert=partial(translated, field=field, table=table) if table else None, issues=tuple(issues))


def _meant(text: str, field: Field, *, names: Mapping[str, str], known: Known) -> str | None:
    """Give the code that a value means by itself or by the file's own table; districts are read later, each told."""
    if field.layer == "districts":
        return names.get(text)
    return known.code_of(field, text) or (known.code_of(field, names[text]) if text in names else None)


def translated(raw: object, *, field: Field, table: Mapping[str, str]) -> object:
    """Give a value with its codes replaced by ours; what is not in the table stays."""
    parts = members(field, raw)
    if not any(code_text(part) in table for part in parts):
        return raw
    ours = [table.get(code_text(part), part) for part in parts]
    return ours if field.is_list else ours[0]

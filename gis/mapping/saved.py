"""Mappings that were kept for files that look alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gis.answers import Answers
from gis.layers import Kind, Layer
from gis.mapping.understood import Understood

KEPT: Final = ("units", "decimal", "date_order", "codes", "derive_code")
"""What of the answers to one file holds for others that look like it, as it is."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """How the files of an organisation were read before.

    Attributes
    ----------
    column_names
        Of the file that it was said of.
    answers
        What holds for other files as well: columns, units, codes and constants, but no dates.
    """

    id: str
    column_names: frozenset[str]
    answers: Answers


def fitting(saved: Sequence[Saved], names: Iterable[str]) -> list[Saved]:
    """Give the mappings that fit a file with columns of these names, the best first.

    One fits when the file has all the columns it was made for; the same columns are best, then the newest.

    Parameters
    ----------
    saved
        The newest first.
    """
    held = frozenset(names)
    fit = [one for one in saved if one.column_names and one.column_names <= held]
    return sorted(fit, key=lambda one: one.column_names != held)


def completed_by(answers: Answers, saved: Saved | None) -> Answers:
    """Give what a person said of a file, and where they said nothing what was saved."""
    if saved is None:
        return answers
    kept = saved.answers
    codes = {name: {**kept.codes.get(name, {}), **answers.codes.get(name, {})} for name in kept.codes | answers.codes}
    return answers.model_copy(
        update={
            "columns": {**kept.columns, **answers.columns},
            "constants": {**kept.constants, **answers.constants},
            "units": {**kept.units, **answers.units},
            "codes": codes,
            "decimal": answers.decimal or kept.decimal,
            "date_order": answers.date_order or kept.date_order,
            "derive_code": answers.derive_code or kept.derive_code,
        }
    )


def worth_keeping(answers: Answers, understood: Understood, layer: Layer) -> Answers:
    """Give what holds for other files that look like this one.

    Columns that a person accepted though only their values told them are kept as answers; days are not, for the next
    report is of other days.
    """
    columns = {one.name: one.field for one in understood.columns if one.how in {"values", "saved"}}
    constants = {name: value for name, value in answers.constants.items() if not _is_of_days(name, layer)}
    kept = answers.model_dump(include=set(KEPT))
    return Answers.model_validate(kept | {"columns": columns | answers.columns, "constants": constants})


def _is_of_days(name: str, layer: Layer) -> bool:
    one = layer.fields_by_name.get(name)
    return name == "date_precision" or (one is not None and one.kind is Kind.DATE)

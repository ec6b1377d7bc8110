"""Mappings that were kept for files that look alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gis.mapping.answers import Answers

KEPT = ("columns", "units", "decimal", "date_order", "codes", "constants", "derive_code")
"""What of the answers to one file holds for others that look like it."""


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

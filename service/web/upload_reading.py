"""How the file of an upload was read, and what has to be said before it can be read on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis.crs import CANDIDATES
from gis.issues import KINDS, Issue
from gis.layers import Field, Layer
from gis.mapping import Answers, AreaUnit, ColumnRead, Understood
from service.web import queries

ASKING: Final = {kind.name: kind.asks for kind in KINDS.values() if kind.asks}
"""The kinds of issues that a person settles by an answer, each with the field of `Answers`."""
ASKED = 200
SHOWN_COLUMNS = 250
"""More columns than a file of people has; a form has to stay sendable."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that a file leaves open, and how many of its features it concerns."""

    issue: Issue
    count: int


@dataclass(frozen=True, kw_only=True)
class Question:
    """All that one answer, or one table of answers, settles.

    Attributes
    ----------
    answer
        The field of `gis.mapping.Answers`.
    """

    answer: str
    asked: list[Asked]


@dataclass(frozen=True, kw_only=True)
class CodeRead:
    """One code of the file and what it is, or may be, among ours."""

    field: Field
    theirs: str
    ours: str
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """How a file was read.

    Attributes
    ----------
    questions
        Those still open, in the order in which they are answered.
    codes
        Of the open questions first, then those answered before.
    wanted
        Fields of which one value for the whole file was asked or said.
    """

    understood: Understood
    answers: Answers
    layer: Layer
    questions: list[Question]
    codes: list[CodeRead]
    wanted: list[Field]

    @property
    def columns(self) -> list[ColumnRead]:
        """Give the columns that are shown."""
        return self.understood.columns[:SHOWN_COLUMNS]

    @property
    def used_count(self) -> int:
        """Give the number of columns that became something."""
        return sum(column.field is not None for column in self.understood.columns)

    @property
    def free(self) -> list[Field]:
        """Give the fields that no column fills and nothing was said of."""
        filled = {column.field for column in self.understood.columns} | {field.name for field in self.wanted}
        return [field for field in self.layer.fields if field.name not in filled]

    @property
    def choices(self) -> dict[str, list[str]]:
        """Give the columns that can be one of several fields, each with those fields."""
        shown = {column.name for column in self.columns}
        said = [one.issue.values for one in self._asked("columns") if one.issue.values.get("column") in shown]
        return {str(values["column"]): self._fields(str(values["choices"]).split(", ")) for values in said}

    @property
    def unitless(self) -> list[ColumnRead]:
        """Give the columns of areas whose unit is asked."""
        named = {one.issue.values.get("column") for one in self._asked("units")}
        return [column for column in self.columns if column.name in named]

    def place(self, column_name: str) -> int:
        """Give the place of a column in the file."""
        return [column.name for column in self.columns].index(column_name)

    def is_asked(self, answer: str) -> bool:
        """Say whether an answer is still wanted."""
        return any(question.answer == answer for question in self.questions)

    def has_unit(self, column: ColumnRead) -> bool:
        """Say whether a column holds areas, so that it matters in which unit."""
        return column in self.unitless or column.unit is not None or (column.field or "").endswith("_m2")

    def _asked(self, answer: str) -> list[Asked]:
        return [one for question in self.questions if question.answer == answer for one in question.asked]

    def _fields(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name in self.layer.fields_by_name]


def file_read(session: Session, row: Row[Any], layer: Layer) -> FileRead | None:
    """Give how an upload's file was read; nothing where that was never written down."""
    if row.understood is None:
        return None
    answers = Answers.model_validate(row.answers)
    questions = open_questions(session, row.id)
    return FileRead(
        understood=Understood.model_validate(row.understood),
        answers=answers,
        layer=layer,
        questions=questions,
        codes=_codes(questions, answers, layer),
        wanted=_wanted(questions, answers, layer),
    )


def open_questions(session: Session, upload_id: UUID) -> list[Question]:
    """Give what has to be answered, in the order of `Answers`, each once however many features raise it."""
    asked = [
        Asked(issue=Issue(kind=row["kind"], field=row["field"], values=row["values"]), count=row["issue_count"])
        for row in queries.asking_issues(session, upload_id, kinds=ASKING, limit=ASKED)
    ]
    by_answer = {answer: [one for one in asked if ASKING[one.issue.kind] == answer] for answer in Answers.model_fields}
    return [Question(answer=answer, asked=found) for answer, found in by_answer.items() if found]


def _codes(questions: Sequence[Question], answers: Answers, layer: Layer) -> list[CodeRead]:
    asked = [one for question in questions if question.answer == "codes" for one in question.asked]
    still_open = [
        CodeRead(
            field=layer.fields_by_name[one.issue.field],
            theirs=str(one.issue.values["value"]),
            ours=str(one.issue.values.get("nearest") or ""),
            count=one.count,
        )
        for one in asked
        if one.issue.field in layer.fields_by_name and "value" in one.issue.values
    ]
    answered = [
        CodeRead(field=layer.field(field), theirs=theirs, ours=ours)
        for field, by_code in answers.codes.items()
        for theirs, ours in by_code.items()
        if field in layer.fields_by_name
    ]
    known = {(code.field.name, code.theirs) for code in still_open}
    return still_open + [code for code in answered if (code.field.name, code.theirs) not in known]


def _wanted(questions: Sequence[Question], answers: Answers, layer: Layer) -> list[Field]:
    asked = [one.issue.field for question in questions if question.answer == "constants" for one in question.asked]
    names = dict.fromkeys([*asked, *answers.constants])
    return [layer.field(name) for name in names if name in layer.fields_by_name]


SYSTEMS: Final = {f"EPSG:{number}": name for number, name in CANDIDATES.items()}
UNITS: Final = {AreaUnit.M2: "m²", AreaUnit.HA: "ha", AreaUnit.KM2: "km²"}

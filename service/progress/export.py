"""Figures as files: the rows of an answer as CSV or as an Excel workbook."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from service.progress.balance import COLUMNS, Balance, BalanceMemo, BalanceQuestion
from service.progress.questions import Contamination, ContaminationQuestion, Progress, ProgressQuestion, Row
from service.sheets import CSV_TYPE, XLSX_TYPE, Line, csv_file, workbook_file


class FileFormat(StrEnum):
    """How an answer is given."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileFormat.JSON: "application/json",
    FileFormat.CSV: CSV_TYPE,
    FileFormat.XLSX: XLSX_TYPE,
}
Question = ProgressQuestion | ContaminationQuestion | BalanceQuestion
Answer = Progress | Contamination | Balance


def figures(answer: Answer) -> tuple[str, ...]:
    """Give the names of the figures in an answer's rows."""
    return COLUMNS if isinstance(answer, Balance) else ("area_m2",)


def table(answer: Answer, question: Question) -> tuple[list[str], list[Line]]:
    """Give the header and the lines of an answer's table; each line says what was asked and the state of knowledge."""
    names, asked = [*map(str, question.by), *figures(answer)], _asked(answer, question)
    return [*names, *asked], [[*(row[name] for name in names), *asked.values()] for row in answer.rows]


def _asked(answer: Answer, question: Question) -> dict[str, str]:
    days = {name: day.isoformat() for name, day in question.days.items()}
    view = {"view": question.view.value} if question.view else {}
    return {"account": answer.account.value, **days, "as_known_at": answer.as_known_at.isoformat(), **view}


def as_csv(answer: Answer, question: Question) -> bytes:
    """Give the rows of an answer as comma-separated values (RFC 4180) in UTF-8."""
    header, lines = table(answer, question)
    return csv_file([header, *lines])


def as_xlsx(answer: Answer, question: Question) -> bytes:
    """Give an answer as a workbook: its rows, its totals, and what is listed beside them, on a sheet each."""
    return workbook_file(_sheets(answer, question), answer.as_known_at)


def _sheets(answer: Answer, question: Question) -> dict[str, list[Line]]:
    header, lines = table(answer, question)
    totals: list[Line] = [*_asked(answer, question).items(), *totals_m2(answer).items()]
    sheets: dict[str, list[Line]] = {"rows": [header, *lines], "totals": [("name", "value"), *totals]}
    for name, rows in _lists(answer):
        if rows:
            sheets[name] = [list(rows[0]), *(list(row.values()) for row in rows)]
    return sheets


def _lists(answer: Answer) -> list[tuple[str, tuple[Row, ...]]]:
    """Give what an answer lists beside its rows, by name."""
    match answer:
        case Progress():
            return [("without_geometry", answer.without_geometry)]
        case Contamination():
            return [("without_polygon", answer.without_polygon)]
        case Balance():
            return [("without_polygon", answer.memo.without_polygon)]


def totals_m2(answer: Answer) -> dict[str, float]:
    """Give the totals of an answer by their names."""
    match answer:
        case Progress():
            return _areas_m2(vars(answer))
        case Contamination():
            views_m2 = {f"{view}_view_m2": area_m2 for view, area_m2 in answer.views_m2.items()}
            return _areas_m2(vars(answer)) | views_m2
        case Balance():
            return _areas_m2(answer.total) | memo_m2(answer.memo)


def memo_m2(memo: BalanceMemo) -> dict[str, float]:
    """Give what stands below a balance by names of its own, for the total tells what is partly released as well."""
    outside_m2 = {f"released_outside_{method}_m2": area_m2 for method, area_m2 in memo.released_outside_m2.items()}
    revision_m2 = {"opening_revision_m2": memo.opening_revision.revision_m2} if memo.opening_revision else {}
    return {f"memo_{name}": value for name, value in (_areas_m2(vars(memo)) | outside_m2 | revision_m2).items()}


def _areas_m2(told: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in told.items() if name.endswith("_m2") and isinstance(value, float)}

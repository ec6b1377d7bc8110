"""Commands for figures."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gis.codelists import Account
from gis.treaties import TreatyView
from service.commands.console import (
    KnownAt,
    Language,
    Output,
    Tongue,
    asked_of,
    print_table,
    session_of,
    today_of,
    write,
)
from service.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel

    from service.progress.export import Answer, Question


class TableForm(StrEnum):
    """The forms in which figures are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


Form = Annotated[TableForm, typer.Option("--format", help="How to print the figures.")]
View = Annotated[
    TreatyView | None, typer.Option(help="Only ground that counts in this treaty view; the views overlap.")
]


def progress(
    *,
    start: Annotated[str | None, typer.Option("--from", help="First day; left out: the cumulative origin.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day; left out: today.")] = None,
    by: Annotated[str, typer.Option(help="Dimensions, separated by commas: district, week, method …")] = "method",
    account: Annotated[
        Account, typer.Option(help="All approved work, or accepted completion only.")
    ] = Account.OPERATIONAL,
    district: Annotated[str | None, typer.Option(help="Only these district codes, separated by commas.")] = None,
    method: Annotated[str | None, typer.Option(help="Only these methods, separated by commas.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Only work of these organisation codes.")] = None,
    project: Annotated[str | None, typer.Option(help="Only work of these project codes.")] = None,
    as_known_at: KnownAt = None,
    view: View = None,
    form: Form = TableForm.TABLE,
    lang: Language = Tongue.EN,
    output: Output = None,
) -> None:
    """Give the square metres released in a period, each counted once."""
    from service.progress import queries
    from service.progress.schemas import ProgressAnswer, ProgressAsked

    settings = Settings()
    said = {"from": start, "to": end, "by": by, "account": account, "district": district, "method": method}
    whose = {"organisation": organisation, "project": project}
    with session_of(settings, lang) as session:
        asked = asked_of(ProgressAsked, said | whose | {"as_known_at": as_known_at, "view": view})
        question = asked.question(origin=settings.cumulative_origin, today=today_of(settings))
        answer = queries.progress(session, question)
    _give(answer, question, ProgressAnswer.of(question, answer, lang.value), form=form, output=output)


def contamination(
    *,
    as_of: Annotated[str | None, typer.Option(help="The end of this day; left out: today.")] = None,
    by: Annotated[str, typer.Option(help="Dimensions, separated by commas.")] = "classification",
    account: Annotated[
        Account, typer.Option(help="All approved work, or accepted completion only.")
    ] = Account.CERTIFIED,
    as_known_at: KnownAt = None,
    view: View = None,
    form: Form = TableForm.TABLE,
    lang: Language = Tongue.EN,
    output: Output = None,
) -> None:
    """Give the square metres that remain contaminated at the end of a day."""
    from service.progress import queries
    from service.progress.schemas import ContaminationAnswer, ContaminationAsked

    settings = Settings()
    said = {"as_of": as_of, "by": by, "account": account, "as_known_at": as_known_at, "view": view}
    with session_of(settings, lang) as session:
        question = asked_of(ContaminationAsked, said).question(today=today_of(settings))
        answer = queries.contamination(session, question)
    _give(answer, question, ContaminationAnswer.of(question, answer, lang.value), form=form, output=output)


def balance(
    *,
    start: Annotated[str | None, typer.Option("--from", help="First day; left out: the cumulative origin.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last day; left out: today.")] = None,
    by: Annotated[
        str, typer.Option(help="Dimensions, separated by commas: classification, contamination_class, district.")
    ] = "classification",
    account: Annotated[
        Account, typer.Option(help="All approved work, or accepted completion only.")
    ] = Account.CERTIFIED,
    as_known_at: KnownAt = None,
    view: View = None,
    form: Form = TableForm.TABLE,
    lang: Language = Tongue.EN,
    output: Output = None,
) -> None:
    """Give the contamination balance: the stock before a period, what changed it, and the stock at its end."""
    from service.progress.balance import balance as strike
    from service.progress.schemas import BalanceAnswer, BalanceAsked

    settings = Settings()
    said = {"from": start, "to": end, "by": by, "account": account, "as_known_at": as_known_at, "view": view}
    with session_of(settings, lang) as session:
        asked = asked_of(BalanceAsked, said)
        question = asked.question(origin=settings.cumulative_origin, today=today_of(settings))
        answer = strike(session, question)
    _give(answer, question, BalanceAnswer.of(question, answer, lang.value), form=form, output=output)


def _give(answer: "Answer", question: "Question", told: "BaseModel", *, form: TableForm, output: Path | None) -> None:
    from service.progress.export import as_csv, as_xlsx

    match form:
        case TableForm.TABLE:
            _print(answer, question)
        case TableForm.CSV:
            write(as_csv(answer, question), output)
        case TableForm.XLSX:
            write(as_xlsx(answer, question), output)
        case TableForm.JSON:
            write(told.model_dump_json(by_alias=True, indent=2).encode() + b"\n", output)


def _print(answer: "Answer", question: "Question") -> None:
    from gis.treaties import OVERLAP_NOTE
    from service.progress.balance import Balance
    from service.progress.export import memo_m2, totals_m2

    header, rows = _table(answer, question)
    days = " – ".join(day.isoformat() for day in question.days.values())
    known = f"{answer.account.en}, {days}, as known at {answer.as_known_at:%Y-%m-%d %H:%M:%S} UTC"
    print_table(header, rows, title=known)
    shown = totals_m2(answer) if not isinstance(answer, Balance) else memo_m2(answer.memo)
    print_table(("total", "area_m2"), list(shown.items()))
    if question.view:
        typer.echo(f"{question.view.en}. {OVERLAP_NOTE['en']}")


def _table(answer: "Answer", question: "Question") -> tuple[list[str], list[list[object]]]:
    """Give a header and the rows; a balance, which has many figures, reads from top to bottom."""
    from service.progress.balance import COLUMNS, Balance
    from service.progress.export import figures

    if not isinstance(answer, Balance):
        header = [*map(str, question.by), *figures(answer)]
        return header, [[row[name] for name in header] for row in answer.rows]
    told = [*answer.rows, *([answer.total] if question.by else ())]
    words = [" ".join(str(row[name] or "–") for name in question.by if name in row) or "total" for row in told]
    return ["m²", *(f"{word}_m2" for word in words)], [[name, *(row[name] for row in told)] for name in COLUMNS]

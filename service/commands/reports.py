"""Commands for reports: making, issuing, listing and verifying them."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from typer.core import TyperGroup

from gis.codelists import Role
from service.commands.console import (
    FAILED,
    WRONG_USAGE,
    KnownAt,
    Language,
    Output,
    Tongue,
    failure,
    print_table,
    session_of,
    working,
    write,
)
from service.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.access import Actor
    from service.reports.verify import Verification

MAKE = "make"
WORDS = {
    Tongue.EN: {
        "differences": ("figure", "as issued", "from the ledger of then"),
        "listed": ("number", "kind", "period", "scope", "revision", "issued at", "by", "id"),
        "same": "Report {number}: the content is the one that was issued, and the ledger of then gives all its "
        "{count} figures again.",
        "altered": "Report {number}: the stored content is not the one that was issued.\n  checksum of the report  "
        "{checksum}\n  of what is stored       {content}",
        "other": "Report {number}: {other} of {count} figures are not those of the ledger of then.",
        "none": "–",
    },
    Tongue.AZ: {
        "differences": ("rəqəm", "dərc olunduğu kimi", "o vaxtkı reyestrdən"),
        "listed": ("nömrə", "növ", "dövr", "əhatə", "redaksiya", "dərc vaxtı", "kim", "id"),
        "same": "{number} nömrəli hesabat: məzmun dərc olunduğu kimidir, o vaxtkı reyestr bütün {count} rəqəmi yenə "
        "verir.",
        "altered": "{number} nömrəli hesabat: saxlanılan məzmun dərc olunan deyil.\n  hesabatın yoxlama cəmi  "
        "{checksum}\n  saxlanılanın            {content}",
        "other": "{number} nömrəli hesabat: {count} rəqəmdən {other} o vaxtkı reyestrdəki kimi deyil.",
        "none": "–",
    },
}
Code = Annotated[str | None, typer.Option(help="Its code; left out: the whole country.")]


class ReportTongue(StrEnum):
    """The languages of a report."""

    EN = "en"
    AZ = "az"
    BOTH = "both"


class KindFirst(TyperGroup):
    """Commands of which one needs no name: what begins with a kind of report makes one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer keeps its type to itself
        """Name the command that is meant."""
        first = args[0] if args else "--help"
        is_named = first in self.commands or first in ctx.help_option_names
        return super().parse_args(ctx, args if is_named else [MAKE, *args])


reports = typer.Typer(
    cls=KindFirst,
    no_args_is_help=True,
    help="Make a report: landrelease report KIND PERIOD, as in `report weekly 2025-W43`; or list and verify those that "
    "were issued.",
)


@reports.command(MAKE, help="Make a report; `make` may be left out: landrelease report KIND PERIOD.")
def make(
    kind: Annotated[
        str,
        typer.Argument(
            help="daily, weekly, monthly, quarterly, annual, period (any days), balance, treaty or data_quality."
        ),
    ],
    period: Annotated[
        str,
        typer.Argument(help="The period: 2025-W43, 2025-10, 2025-Q4, 2025, 2025-10-19, 2025-10-01..2025-10-19."),
    ],
    *,
    form: Annotated[str, typer.Option("--format", help="html, pdf, docx, xlsx, csv or json.")] = "html",
    table: Annotated[str | None, typer.Option(help="For csv: the key of the one table, as the JSON has it.")] = None,
    district: Code = None,
    organisation: Code = None,
    project: Code = None,
    is_issued: Annotated[bool, typer.Option("--issue", help="Freeze its figures as an issued report.")] = False,
    revision_reason: Annotated[
        str | None, typer.Option(help="Why it is issued again; needed where the period was issued before.")
    ] = None,
    reason: Annotated[
        list[str] | None,
        typer.Option(help="Why it is issued although checks found something: one text, or CODE=TEXT, again for each."),
    ] = None,
    as_known_at: KnownAt = None,
    lang: Annotated[ReportTongue, typer.Option(help="Its language; both: one after the other.")] = ReportTongue.EN,
    output: Output = None,
) -> None:
    """Make a report; with `--issue` its figures are frozen."""
    from service.ledger.known import instant
    from service.reports import flow
    from service.reports.formats import report_format
    from service.reports.scope import Scope

    settings, now = Settings(), datetime.now(UTC)
    told = Tongue.AZ if lang is ReportTongue.AZ else Tongue.EN
    with session_of(settings, told) as session, working("…"):
        order = flow.ReportOrder(
            kind=kind,
            period=period,
            scope=Scope.asked(district=district, organisation=organisation, project=project),
            as_known_at=instant(as_known_at),
            revision_reason=revision_reason,
            accept=_reasons(reason or []),
        )
        wanted = None if form == "csv" else report_format(form)
        if is_issued:
            actor = _local_report_officer(session)
            issued = flow.issue(session, order, actor=actor, settings=settings, now=now)
            document = flow.issued_document(session, issued.id)
        else:
            document = flow.preview(session, order, settings=settings, now=now)
        if wanted is None:
            content = flow.table_file(document, table, language=told.value, settings=settings)
        else:
            content = flow.rendered(session, document, language=lang.value, file_format=wanted, settings=settings)
        write(content, output)


@reports.command("list")
def list_reports(
    *,
    kind: Annotated[str | None, typer.Option(help="Only this kind.")] = None,
    year: Annotated[int | None, typer.Option(help="Only periods of this year.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="At most so many.")] = 100,
    lang: Language = Tongue.EN,
) -> None:
    """List the issued reports, the latest period first."""
    from service.reports.archive import Archive, issued_reports
    from service.reports.asked import report_kind
    from service.reports.kinds import KINDS

    with session_of(Settings(), lang) as session:
        kinds = [report_kind(kind)] if kind else list(KINDS)
        rows = [
            (
                one.number,
                one.subject.kind,
                one.subject.period.label,
                one.subject.scope.code,
                one.revision,
                f"{one.issued_at:%Y-%m-%d %H:%M} UTC",
                one.issued_by,
                one.id,
            )
            for one in issued_reports(session, Archive(kinds=kinds, year=year), limit=limit)
        ]
    print_table(WORDS[lang]["listed"], rows)


@reports.command("verify")
def verify_report(
    report_id: Annotated[str, typer.Argument(metavar="ID", help="Its id, or its number.")],
    *,
    lang: Language = Tongue.EN,
) -> None:
    """Make an issued report again from the ledger as it was known then; exit 1 and what differs if it is another."""
    from service.reports import flow
    from service.reports.verify import verify

    settings = Settings()
    with session_of(settings, lang) as session, working("…"):
        result = verify(session, flow.find_issued(session, _id(report_id)), settings)
    _print_verification(result, lang)
    if not result.holds:
        raise typer.Exit(FAILED)


def _print_verification(result: "Verification", lang: Tongue) -> None:
    words: dict[str, Any] = WORDS[lang]
    told = {"number": result.issued.number, "count": result.figure_count, "other": len(result.differences)}
    if result.holds:
        typer.echo(words["same"].format(**told))
    if not result.is_unaltered:
        sums = {"checksum": result.issued.checksum, "content": result.content_checksum}
        typer.echo(words["altered"].format(**told, **sums))
    if result.differences:
        typer.echo(words["other"].format(**told))
        rows = [
            (one.key, *(side.value if side else words["none"] for side in (one.before, one.after)))
            for one in result.differences
        ]
        print_table(words["differences"], rows)


def _id(told: str) -> UUID | int:
    """Read the id of a report, or its number."""
    if told.isdecimal():
        return int(told)
    try:
        return UUID(told)
    except ValueError as error:
        raise failure(f"{told}: neither the id of a report nor its number.", code=WRONG_USAGE) from error


def _reasons(told: list[str]) -> dict[str, str]:
    """Read reasons: a text for all checks, or a code and a text."""
    from service.reports.checks import LOOKED_FOR
    from service.reports.checks.answers import EVERY_CHECK

    reasons = {}
    for text in told:
        code, mark, rest = text.partition("=")
        is_coded = mark and code.strip() in LOOKED_FOR
        reasons[code.strip() if is_coded else EVERY_CHECK] = rest if is_coded else text
    return reasons


def _local_report_officer(session: "Session") -> "Actor":
    """Give the local administrator in the part of a report officer, which the command line grants."""
    from service.accounts.flow import local_administrator

    return replace(local_administrator(session), role=Role.REPORT_OFFICER)

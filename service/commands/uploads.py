"""Commands for files: check, upload, template."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from gis.mapping import Answers, Repairs
from service.commands.console import (
    DONE,
    FAILED,
    WRONG_USAGE,
    Language,
    Tongue,
    failure,
    session_of,
    today_of,
    working,
    write,
)
from service.settings import Settings
from service.uploads.order import LayerName, UploadOrder

if TYPE_CHECKING:
    from sqlalchemy import Row

    from gis.issues import Issue

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A GeoJSON file.")]
Layer = Annotated[LayerName, typer.Option("--layer", "-l", help="The layer that the file holds.")]


class IssueForm(StrEnum):
    """The forms in which a check prints what it found."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


def check(
    file: File,
    layer: Layer,
    *,
    form: Annotated[IssueForm, typer.Option("--format", help="How to print the issues.")] = IssueForm.TEXT,
    lang: Language = Tongue.EN,
) -> None:
    """Check a file exactly as an upload would, and store nothing; exit 1 if it has errors.

    Without a database the rules that need none are checked, and the answer says so.
    """
    settings = Settings()
    issues = _found(file, layer, settings=settings, lang=lang)
    if form == IssueForm.TEXT:
        _print(issues, lang)
    else:
        _write(issues, form, lang)
    raise typer.Exit(FAILED if _has_errors(issues) else DONE)


def upload(
    file: File,
    layer: Layer,
    *,
    approve: Annotated[bool, typer.Option("--approve", help="Approve at once: the administrator's bulk load.")] = False,
    reason: Annotated[str, typer.Option(help="Why it is loaded past review; accepts its warnings.")] = "",
    partial: Annotated[bool, typer.Option("--partial", help="Leave out the features with errors.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Make the repairs of outlines that issues offer.")] = False,
    replaces: Annotated[UUID | None, typer.Option(help="The returned upload that this one answers.")] = None,
    revision_reason: Annotated[str, typer.Option(help="Why known records come with other content.")] = "",
    lang: Language = Tongue.EN,
) -> None:
    """Send a file as the local administrator; exit 1 if it is rejected."""
    if approve and not reason.strip():
        raise typer.BadParameter("say why with --reason", param_hint="--approve")
    settings = Settings()
    order = UploadOrder(
        layer=layer.value,
        file_name=file.name,
        is_partial=partial,
        answers=Answers(repairs=Repairs(safe=repair)),
        replaces_id=replaces,
        revision_reason=revision_reason.strip() or None,
        review=settings.review,
        district_tolerance_m=settings.district_tolerance_m,
    )
    raise typer.Exit(_send(file, order, approval=reason if approve else None, settings=settings, lang=lang))


def withdraw(
    upload_id: Annotated[UUID, typer.Argument(metavar="ID", help="The upload to take back.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays in the history of its records.")],
    approve: Annotated[bool, typer.Option("--approve", help="Approve at once: the administrator's.")] = False,
    lang: Language = Tongue.EN,
) -> None:
    """Withdraw an upload as the local administrator; one that is approved by an upload of its own."""
    from service.accounts.flow import local_administrator
    from service.uploads import queries
    from service.uploads.flow import find_upload
    from service.uploads.order import Decision
    from service.uploads.withdrawal import bulk_withdrawal, withdraw_upload

    settings = Settings()
    accepted, tolerance_m = reason if approve else None, settings.district_tolerance_m
    decision = Decision(reason=reason, accepted_warnings=accepted, district_tolerance_m=tolerance_m)
    with session_of(settings, lang) as session, working("Taking back"):
        actor = local_administrator(session)
        if approve:
            said_by = bulk_withdrawal(session, upload_id, actor=actor, decision=decision)
        else:
            said_by = withdraw_upload(session, upload_id, actor=actor, decision=decision, review=settings.review)
        found, issues = find_upload(session, said_by), queries.upload_issues(session, said_by)
    _print(issues, lang)
    _print_outcome(found)


def template(
    layer: Annotated[LayerName, typer.Argument(help="The layer to make a template of.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file: .geojson, .gpkg or .xlsx.")],
) -> None:
    """Write an example file of a layer with every field, its codes and what it means."""
    from gis.layers import LAYERS_BY_NAME
    from gis.template import UnknownFormatError, write_template

    try:
        write_template(LAYERS_BY_NAME[layer.value], output)
    except UnknownFormatError as error:
        raise failure(str(error), code=WRONG_USAGE) from error


def _found(file: Path, layer: LayerName, *, settings: Settings, lang: Tongue) -> Sequence["Issue"]:
    from service.accounts.flow import local_administrator
    from service.installation import has_database
    from service.uploads.checking import issues_of_check, issues_without_database

    today = today_of(settings)
    if not has_database(settings):
        return issues_without_database(file, layer.value, today=today)
    with session_of(settings, lang) as session, working("Checking"):
        order = UploadOrder(layer=layer.value, file_name=file.name, district_tolerance_m=settings.district_tolerance_m)
        return issues_of_check(session, file, order, actor=local_administrator(session), today=today)


def _send(file: Path, order: UploadOrder, *, approval: str | None, settings: Settings, lang: Tongue) -> int:
    from service.accounts.flow import local_administrator
    from service.uploads import queries
    from service.uploads.flow import bulk_load, find_upload, receive_upload

    today = today_of(settings)
    with session_of(settings, lang) as session, working("Checking and storing"):
        actor = local_administrator(session)
        if approval is None:
            upload_id = receive_upload(session, file, order, actor=actor, today=today)
        else:
            upload_id = bulk_load(session, file, order, actor=actor, reason=approval, today=today)
        found, issues = find_upload(session, upload_id), queries.upload_issues(session, upload_id)
    _print(issues, lang)
    _print_outcome(found)
    return FAILED if found.status == "rejected" else DONE


def _print(issues: Sequence["Issue"], lang: Tongue) -> None:
    from gis.issues import KINDS, word

    for issue in issues:
        kind = KINDS[issue.kind]
        typer.echo(f"{kind.severity} {kind.rule} {word(issue, lang.value)}")


def _print_outcome(found: "Row[Any]") -> None:
    """Say where an upload stands and what it holds, on one line."""
    counts = " ".join(f"{name}={count}" for name, count in found.counts.items())
    typer.echo(f"{found.id} {found.status} {counts}")


def _write(issues: Sequence["Issue"], form: IssueForm, lang: Tongue) -> None:
    from service.uploads.issue_files import issue_file
    from service.uploads.schemas import IssueAnswer, IssueFormat

    write(issue_file((IssueAnswer.of(issue, lang.value) for issue in issues), IssueFormat(form.value)), None)


def _has_errors(issues: Sequence["Issue"]) -> bool:
    from gis.issues import KINDS

    return any(KINDS[issue.kind].severity == "error" for issue in issues)

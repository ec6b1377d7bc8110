"""Commands for uploads and templates of their files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from service.commands.console import DONE, FAILED, WRONG_USAGE, Language, Tongue, failure, session_of, today_of, working
from service.commands.file_options import (
    Crs,
    File,
    Layer,
    Mapping,
    Repair,
    Repaired,
    SameCode,
    SourceLayer,
    answers_from,
    print_issues,
    watching,
)
from service.settings import Settings
from service.uploads.layer_name import LayerName

if TYPE_CHECKING:
    from sqlalchemy import Row

    from service.uploads.order import UploadOrder


def upload(
    file: File,
    layer: Layer,
    *,
    approve: Annotated[bool, typer.Option("--approve", help="Approve at once: the administrator's bulk load.")] = False,
    reason: Annotated[str, typer.Option(help="Why it is loaded past review; accepts its warnings.")] = "",
    partial: Annotated[bool, typer.Option("--partial", help="Leave out the features with errors.")] = False,
    mapping: Mapping = "",
    crs: Crs = "",
    source_layer: SourceLayer = "",
    repair: Repaired = Repair.NONE,
    same_code: SameCode = None,
    replaces: Annotated[UUID | None, typer.Option(help="The returned upload that this one answers.")] = None,
    revision_reason: Annotated[str, typer.Option(help="Why known records come with other content.")] = "",
    lang: Language = Tongue.EN,
) -> None:
    """Send a file as the local administrator; exit 1 if it is rejected."""
    if approve and not reason.strip():
        raise typer.BadParameter("say why with --reason", param_hint="--approve")
    from service.uploads.order import UploadOrder

    settings = Settings()
    order = UploadOrder(
        layer=layer.value,
        file_name=file.name,
        is_partial=partial,
        answers=answers_from(mapping, crs=crs, source_layer=source_layer, repair=repair, same_code=same_code),
        replaces_id=replaces,
        revision_reason=revision_reason.strip() or None,
        review=settings.review,
        district_tolerance_m=settings.district_tolerance_m,
        thresholds=settings.thresholds,
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
    print_issues(issues, lang)
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


def _send(file: Path, order: "UploadOrder", *, approval: str | None, settings: Settings, lang: Tongue) -> int:
    from service.accounts.flow import local_administrator
    from service.uploads import queries
    from service.uploads.flow import bulk_load, find_upload, receive_upload

    today = today_of(settings)
    with session_of(settings, lang) as session, watching() as watch:
        actor = local_administrator(session)
        if approval is None:
            upload_id = receive_upload(session, file, order, actor=actor, today=today, watch=watch)
        else:
            upload_id = bulk_load(session, file, order, actor=actor, reason=approval, today=today, watch=watch)
        found, issues = find_upload(session, upload_id), queries.upload_issues(session, upload_id)
    print_issues(issues, lang)
    _print_outcome(found)
    return FAILED if found.status == "rejected" else DONE


def _print_outcome(found: "Row[Any]") -> None:
    """Say where an upload stands and what it holds, on one line."""
    counts = " ".join(f"{name}={count}" for name, count in found.counts.items())
    typer.echo(f"{found.id} {found.status} {counts}")

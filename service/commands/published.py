"""Commands for figures that were published elsewhere."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from service.commands.console import WRONG_USAGE, Language, Tongue, failure, print_table, session_of, today_of
from service.settings import Settings

published = typer.Typer(no_args_is_help=True, help="Figures that were published elsewhere, with their sources.")

COLUMNS = (
    "kind, period_from, period_to, key, ap_mines, at_mines, uxo, source; "
    "and, where there are such, area_m2, area_ha or area_km2, note, precision"
)


@published.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help=f"A table in UTF-8 with a line of names: {COLUMNS}.")],
    *,
    lang: Language = Tongue.EN,
) -> None:
    """Take in a file of published figures: all of it, or, where a line is wrong, nothing.

    A line of the same kind, days, key and source as one that is there corrects it.
    """
    from service.accounts.flow import local_administrator
    from service.published.flow import import_published

    settings = Settings()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise failure(f"{file}: {error.strerror}. Nothing was stored.", code=WRONG_USAGE) from error
    with session_of(settings, lang) as session:
        done = import_published(session, content, actor=local_administrator(session), today=today_of(settings))
    typer.echo(f"{done.new_count} new, {done.corrected_count} corrected, {done.unchanged_count} unchanged.")


@published.command("list")
def list_figures(*, year: Annotated[int | None, typer.Option(help="In which they end.")] = None) -> None:
    """List the published figures that hold, each with its id."""
    from service.published.queries import published_figures
    from service.published.schemas import PublishedRow

    with session_of(Settings()) as session:
        told = [one for one in published_figures(session) if year in {None, one.figure.period_to.year}]
    header = [name for name in PublishedRow.model_fields if name != "note"]
    print_table(header, [[getattr(PublishedRow.of(one), name) for name in header] for one in told])


@published.command("withdraw")
def withdraw(
    figure_id: Annotated[UUID, typer.Argument(metavar="ID", help="As `landrelease published list` gives it.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stays with the figure.")],
    lang: Language = Tongue.EN,
) -> None:
    """Withdraw a figure that was imported wrongly; nothing is deleted.

    No report cites it from now on. Issued reports, and reports as known earlier, still do.
    """
    from service.accounts.flow import local_administrator
    from service.published.flow import withdraw_published

    with session_of(Settings(), lang) as session:
        done = withdraw_published(session, figure_id, reason=reason, actor=local_administrator(session))
        figure = done.stored.figure
    typer.echo(f"Withdrawn: {figure.kind} {figure.period.label}, {figure.key}, {figure.publisher}.")

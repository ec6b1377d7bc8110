"""Commands for figures that were published elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from service.commands.console import WRONG_USAGE, Language, Tongue, failure, session_of, today_of
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

"""Commands for the installation: serve, worker, mail, migrate, seed, backup, restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from service.commands.console import database, failure, owned_database, print_table, today_of, working
from service.settings import Settings

Empty = Annotated[bool, typer.Option("--empty", help="Districts, organisations and one administrator only.")]


def serve() -> None:
    """Serve the web application, the API, the maps and the OGC layers at HOST and PORT, and do what is queued."""
    import uvicorn

    from service.app import create_app
    from service.beside import leave_when_told
    from service.reports.writers import Writers
    from service.worker_process import worker_beside

    leave_when_told()
    settings = Settings()
    with database(settings) as engine:
        url = engine.url.render_as_string(hide_password=False)
        served = settings.model_copy(update={"database_url": url})
        with worker_beside(url), Writers(served) as writers:
            app = create_app(served, writers=writers)
            uvicorn.run(app, host=settings.host, port=settings.port, server_header=False)


def worker(
    *,
    once: Annotated[bool, typer.Option("--once", help="End as soon as nothing waits.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Begin with what failed, now that it is mended.")] = False,
) -> None:
    """Do what is queued, beside the worker of each `serve`; Ctrl-C lets the job that is being done end."""
    from service.worker import QueueLostError, work

    settings = Settings()
    with database(settings) as engine:
        try:
            work(engine, settings, is_once=once, tries_failed=failed)
        except QueueLostError as error:
            raise failure(str(error)) from error


def mail(recipient: Annotated[str, typer.Argument(help="Who gets it: name@example.org.")]) -> None:
    """Send a mail to try the mail server of the settings, and say what it answers."""
    from service.schedules.addresses import is_address
    from service.schedules.mail import trial_mail
    from service.schedules.sending import NO_SERVER
    from service.schedules.smtp import post

    server = Settings().smtp
    if not is_address(recipient):
        raise typer.BadParameter(f"Not an e-mail address: {recipient}")
    if server is None:
        raise failure(f"{NO_SERVER} Set LANDRELEASE_SMTP__HOST and LANDRELEASE_SMTP__SENDER.")
    outcome = post(trial_mail(recipient, server, at=datetime.now(UTC)), server, may_send=lambda: True)
    if outcome and outcome.error:
        raise failure(outcome.error)
    typer.echo(f"{server.host} took a mail to {recipient}.")


def migrate() -> None:
    """Bring the database's tables and codelists to the present; several processes may do it at once."""
    from service.migration import PostgisMissingError, UnknownTablesError
    from service.migration import migrate as bring_up_to_date
    from service.role import RoleMissingError

    with owned_database(Settings(), makes_cluster=True) as engine:
        try:
            bring_up_to_date(engine)
        except (PostgisMissingError, RoleMissingError, UnknownTablesError) as error:
            raise failure(str(error)) from error


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write; one that is there goes.")],
) -> None:
    """Write the whole database, as it is at one instant, into one file; the service goes on meanwhile."""
    from service.backup import BackupError, back_up

    with owned_database(Settings()) as engine, working("Backing up"):
        try:
            manifest = back_up(engine, file)
        except BackupError as error:
            raise failure(str(error)) from error
    typer.echo(f"{file}: {manifest.row_count} rows of {len(manifest.tables)} tables, {file.stat().st_size} bytes.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A file made by backup.")],
) -> None:
    """Fill an empty database from a backup and check, table by table, that what comes back adds up."""
    from service.backup import BackupError
    from service.backup import restore as bring_back
    from service.migration import PostgisMissingError, UnknownTablesError
    from service.role import RoleMissingError

    with owned_database(Settings(), makes_cluster=True) as engine, working("Restoring"):
        try:
            manifest = bring_back(engine, file)
        except (BackupError, PostgisMissingError, RoleMissingError, UnknownTablesError) as error:
            raise failure(str(error)) from error
    typer.echo(
        f"{manifest.row_count} rows of {len(manifest.tables)} tables came back as they were at {manifest.made_at}."
    )


def seed(*, empty: Empty = False) -> None:
    """Fill a new installation and print one account for each role, once; one that is filled stays as it is."""
    from sqlalchemy import text

    from service.seeding import SeedRejectedError
    from service.seeding import seed as fill

    settings = Settings()
    with database(settings) as engine:
        try:
            accounts = fill(engine, is_empty=empty, today=today_of(settings), settings=settings)
        except SeedRejectedError as error:
            raise failure(str(error)) from error
    if accounts:
        with owned_database(settings) as engine, engine.begin() as connection:
            connection.execute(text("analyze"))
        print_table(
            ("sign in as", "password", "role"),
            [(account.login, account.password, account.role.en) for account in accounts],
            title="Accounts. The passwords are shown this once.",
        )

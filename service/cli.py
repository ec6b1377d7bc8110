"""The command line: everything the service does, for administrators, scripts and analysts."""

import logging

import typer

from service.commands.audit import audit
from service.commands.check import check
from service.commands.figures import balance, contamination, progress
from service.commands.installation import backup, mail, migrate, restore, seed, serve, worker
from service.commands.maps import draw_map
from service.commands.people import tokens, users
from service.commands.published import published
from service.commands.reports import reports
from service.commands.uploads import template, upload, withdraw

__all__ = ["app", "migrate", "seed", "serve"]

app = typer.Typer(name="landrelease", no_args_is_help=True, pretty_exceptions_enable=False)
for command in (
    *(serve, worker, mail, migrate, seed, backup, restore),
    *(check, upload, withdraw, template),
    *(progress, contamination, balance, audit),
):
    app.command()(command)
app.command("map")(draw_map)
app.add_typer(reports, name="report")
app.add_typer(users, name="user")
app.add_typer(tokens, name="token")
app.add_typer(published, name="published")


@app.callback()
def configure() -> None:
    """Landrelease keeps a country's mine-action record and counts each released square metre once."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    logging.getLogger("service").setLevel(logging.INFO)

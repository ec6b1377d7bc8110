"""Commands for people and tokens."""

from secrets import token_urlsafe
from typing import Annotated

import typer

from gis.codelists import Role
from service.commands.console import Regions, listed, session_of
from service.settings import Settings

users = typer.Typer(no_args_is_help=True, help="The people who may sign in.")
tokens = typer.Typer(no_args_is_help=True, help="The keys of scripts and GIS clients.")

ItsRole = Annotated[Role, typer.Option("--role", help="What the holder may do.")]
Organisation = Annotated[
    str | None, typer.Option("--organisation", help="Code of the one whose records are sent; left out: any.")
]
PASSWORD_BYTES = 12


@users.command("add")
def add_user(
    login: Annotated[str, typer.Argument(help="What the person signs in as.")],
    role: ItsRole,
    *,
    name: Annotated[str, typer.Option("--name", help="As others see it; left out: the login.")] = "",
    region: Regions = "",
    organisation: Organisation = None,
) -> None:
    """Add a person and print the password, alone on its line, this once."""
    from service.accounts.flow import add_person

    password = token_urlsafe(PASSWORD_BYTES)
    with session_of(Settings()) as session:
        add_person(
            session,
            login,
            name=name or login,
            role=role,
            password=password,
            district_codes=listed(region),
            organisation_code=organisation,
        )
    typer.echo(password)


@tokens.command("create")
def add_token(
    role: ItsRole,
    *,
    region: Regions = "",
    organisation: Organisation = None,
    label: Annotated[str, typer.Option("--label", help="What the token is for, as reviewers see it.")] = "",
) -> None:
    """Make a token and print it, alone on its line, this once: `Authorization: Bearer TOKEN`."""
    from service.accounts.flow import create_token

    with session_of(Settings()) as session:
        token = create_token(
            session, role, label=label or None, district_codes=listed(region), organisation_code=organisation
        )
    typer.echo(token)

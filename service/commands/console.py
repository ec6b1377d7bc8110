"""What commands have in common: a session, a table on the terminal, refusals as exit codes."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from gis.text import number_text
from service.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

M = TypeVar("M", bound="BaseModel")

DONE, FAILED, WRONG_USAGE = 0, 1, 2
PIPED_WIDTH = 400
"""Of a table that no terminal folds."""


class Tongue(StrEnum):
    """The languages of everything that a person reads."""

    EN = "en"
    AZ = "az"


Language = Annotated[Tongue, typer.Option("--lang", help="The language to answer in.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; left out: the terminal.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--as-known-at", help="State of knowledge, as 2026-11-21T08:00:00+04:00; left out: the last."),
]
Regions = Annotated[str, typer.Option("--region", help="District codes, separated by commas; left out: every one.")]


def today_of(settings: Settings) -> date:
    """Give the local day."""
    return settings.local_date(datetime.now(UTC))


@contextmanager
def database(settings: Settings) -> Iterator["Engine"]:
    """Give the service's engine of the installation; where no database answers, the command ends."""
    from service.installation import engine_of

    with _told(), engine_of(settings) as engine:
        yield engine


@contextmanager
def owned_database(settings: Settings, *, makes_cluster: bool = False) -> Iterator["Engine"]:
    """Give the owner's engine of the installation, as `database`."""
    from service.installation import owner_engine_of

    with _told(), owner_engine_of(settings, makes_cluster=makes_cluster) as engine:
        yield engine


@contextmanager
def _told() -> Iterator[None]:
    """Say what is missing where there is no database, none that answers, or none that is made yet."""
    from psycopg.errors import InsufficientPrivilege, UndefinedTable
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from service.cluster import ClusterError
    from service.installation import NoDatabaseError
    from service.role import SERVICE_ROLE

    try:
        yield
    except NoDatabaseError as error:
        raise failure(str(error), code=WRONG_USAGE) from error
    except ClusterError as error:
        raise failure(str(error)) from error
    except OperationalError as error:
        if SERVICE_ROLE in str(error.orig):  # PostgreSQL gives no code for what goes wrong while connecting
            raise failure(f"The database lets nobody work as {SERVICE_ROLE}. Run: landrelease migrate") from error
        raise failure(f"The database does not answer: {error.orig}") from error
    except ProgrammingError as error:
        if isinstance(error.orig, UndefinedTable):
            raise failure("The database has no tables yet. Run: landrelease migrate") from error
        if isinstance(error.orig, InsufficientPrivilege):
            raise failure(f"Only the owner of the database may do this: {error.orig}") from error
        raise


@contextmanager
def session_of(settings: Settings, language: Tongue = Tongue.EN) -> Iterator["Session"]:
    """Give a session that commits at the end; a refusal is printed, and the command ends with its exit code."""
    from sqlalchemy.orm import Session

    from service.problems import Problem, WrongParameter

    try:
        with database(settings) as engine, Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except Problem as problem:
        code = WRONG_USAGE if isinstance(problem, WrongParameter) else FAILED
        raise failure(problem.detail[language.value], code=code) from problem


def asked_of(model: type[M], said: Mapping[str, object]) -> M:
    """Give the question that options make.

    Raises
    ------
    WrongParameter
        If one is wrong.
    """
    from pydantic import ValidationError

    from service.problems import wrong_parameters

    try:
        return model.model_validate({name: value for name, value in said.items() if value is not None})
    except ValidationError as error:
        raise wrong_parameters(error.errors()) from error


def failure(words: str, *, code: int = FAILED) -> typer.Exit:
    """Say why a command ends early, and give what ends it."""
    typer.echo(words, err=True)
    return typer.Exit(code)


def listed(text: str) -> list[str]:
    """Give the members of a list that is written with commas."""
    return [member.strip() for member in text.split(",") if member.strip()]


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print rows as a table, square metres to the right."""
    from rich.console import Console
    from rich.table import Table

    console, table = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH), Table()
    for name in header:
        table.add_column(name, justify="right" if name.endswith("_m2") else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    if title:
        console.print(title)
    console.print(table)


def write(content: bytes, output: Path | None) -> None:
    """Write a file, or its content to the terminal."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    elif output.exists() and not (output.is_file() or output.is_dir()):
        output.write_bytes(content)  # a pipe, which nothing can take the place of
    else:
        _replace(output, content)


def _replace(output: Path, content: bytes) -> None:
    """Write a file whole or not at all: what was there before stays until the new one is complete."""
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as error:
        raise failure(f"{output} was not written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show on a terminal that work is going on; elsewhere nothing."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(words):
        yield


def _cell(value: object) -> str:
    if isinstance(value, float):
        return number_text(value, "en")
    return "–" if value is None else str(value)

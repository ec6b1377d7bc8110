"""What commands take and show of a file: how it is to be read, and how far that is."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.uploads.layer_name import LayerName

if TYPE_CHECKING:
    from gis.issues import Issue
    from gis.mapping import Answers
    from service.commands.console import Tongue
    from service.uploads.work import Stage, Watch


class Repair(StrEnum):
    """Which repairs of outlines are made without asking."""

    NONE = "none"
    SAFE = "safe"


class Again(StrEnum):
    """What a release is that comes again later and larger."""

    CORRECTION = "correction"
    INCREMENT = "increment"


File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A file of any format that is read.")
]
Layer = Annotated[LayerName, typer.Option("--layer", "-l", help="The layer that the file holds.")]
Mapping = Annotated[
    str, typer.Option("--mapping", help='How its columns are read: {"source column": "field"}, or a file of that.')
]
Crs = Annotated[str, typer.Option("--crs", help="Its coordinate system, EPSG:32638; swapped: latitude first.")]
SourceLayer = Annotated[str, typer.Option("--source-layer", help="The layer, table or sheet inside the file.")]
Repaired = Annotated[Repair, typer.Option("--repair", help="safe: make the repairs that keep the area.")]
SameCode = Annotated[
    Again | None, typer.Option("--same-code", help="What a release is that comes again later and larger.")
]


def answers_from(
    mapping: str, *, crs: str, source_layer: str, repair: Repair, same_code: Again | None = None
) -> "Answers":
    """Give what the options say of how a file is to be read; where one has no meaning, the command ends."""
    from pydantic import ValidationError

    from gis.mapping import Answers
    from service.uploads.mapping_form import answers_of

    try:
        before = answers_of(_text(mapping))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--mapping") from error
    said = {"crs": crs, "source_layer": source_layer, "same_code": same_code and same_code.value}
    repairs = before.repairs.model_copy(update={"safe": True} if repair == Repair.SAFE else {})
    try:
        return Answers.model_validate({**dict(before), "repairs": repairs, **{k: v for k, v in said.items() if v}})
    except ValidationError as error:
        wrong = error.errors()[0]
        hint = f"--{str(wrong['loc'][0]).replace('_', '-')}"
        raise typer.BadParameter(wrong["msg"], param_hint=hint) from error


@contextmanager
def watching() -> Iterator["Watch"]:
    """Give what shows on a terminal how far the work on a file is; elsewhere nothing is shown."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("reading", total=None)

        def watch(stage: "Stage", done: int, total: int | None) -> None:
            progress.update(bar, description=stage.value, completed=done, total=total)

        yield watch


def print_issues(issues: Sequence["Issue"], lang: "Tongue") -> None:
    """Print issues as text, a line each."""
    from gis.issues import KINDS, word

    for issue in issues:
        kind = KINDS[issue.kind]
        typer.echo(f"{kind.severity} {kind.rule} {word(issue, lang.value)}")


def _text(mapping: str) -> str:
    """Give the JSON of an option, or of the file that it names."""
    if not mapping or mapping.lstrip().startswith(("{", "[")):
        return mapping or "{}"
    try:
        return Path(mapping).read_text(encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(
            f"neither JSON nor a file that can be read: {error}", param_hint="--mapping"
        ) from error

"""Published figures on their way: taken in as a whole file or not at all, corrected, withdrawn with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import LANGUAGES, translator
from gis.published import PublishedFigure
from gis.published_file import Fault, read_published
from service.access import Action, Actor, require
from service.ledger.flow import take_turn
from service.problems import FigureClosed, NotFound, WrongParameter
from service.published.queries import (
    StoredFigure,
    Version,
    published_figures,
    published_versions,
    store_figures,
    store_withdrawal,
)

TOLD = 20
"""So many faulty lines are told in words; whoever mends them sees the rest at the next try."""
MOST_FAULTS = 1_000
"""So many are told one by one."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import does, or would do.

    Attributes
    ----------
    new, corrected
        The figures that nobody knew, and those that take the place of others.
    unchanged_count
        The lines that say what is known.
    """

    new: tuple[PublishedFigure, ...]
    corrected: tuple[PublishedFigure, ...]
    unchanged_count: int

    @property
    def new_count(self) -> int:
        """Count the lines that nobody knew."""
        return len(self.new)

    @property
    def corrected_count(self) -> int:
        """Count the lines that correct others."""
        return len(self.corrected)


def look_at_published(session: Session, content: bytes, *, actor: Actor | None, today: date) -> Imported:
    """Say what importing a file of published figures would do; nothing is stored.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the actor may not cite figures.
    WrongParameter
        If a line is wrong.
    """
    require(actor, Action.CITE_FIGURES)
    figures, faults = read_published(content, today=today)
    if faults:
        raise _refused(faults)
    held = {stored.figure.identity: stored for stored in published_figures(session)}
    told = [figure for figure in figures if not _is_held(figure, held)]
    return Imported(
        new=tuple(figure for figure in told if figure.identity not in held),
        corrected=tuple(figure for figure in told if figure.identity in held),
        unchanged_count=len(figures) - len(told),
    )


def import_published(session: Session, content: bytes, *, actor: Actor | None, today: date) -> Imported:
    """Take in a file of published figures, in the ledger's turn, so that a report asked for again knows the same.

    A line of the same kind, days, key and source as one that is there corrects it; what was there stays in the history.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the actor may not cite figures.
    WrongParameter
        If a line is wrong; then nothing is stored.
    """
    somebody = require(actor, Action.CITE_FIGURES)
    take_turn(session)
    told = look_at_published(session, content, actor=somebody, today=today)
    store_figures(session, (*told.new, *told.corrected), somebody.id)
    return told


def withdraw_published(session: Session, figure_id: UUID, *, reason: str, actor: Actor | None) -> Version:
    """Withdraw a figure: from now on no report cites it; those that did are as they were.

    Raises
    ------
    NotSignedIn, NotAllowed
        If the actor may not cite figures.
    NotFound
        If there is no such figure.
    WrongParameter
        If no reason is given.
    FigureClosed
        If it holds no more.
    """
    somebody = require(actor, Action.CITE_FIGURES)
    take_turn(session)
    _require_holding(find_published(session, figure_id)[0], figure_id)
    if not reason.strip():
        raise WrongParameter(
            "Write why the figure is withdrawn. Nothing was stored.",
            "Göstəricinin niyə geri götürüldüyünü yazın. Heç nə saxlanılmadı.",
            parameter="reason",
        )
    store_withdrawal(session, figure_id, reason=reason.strip(), withdrawn_by_id=somebody.id)
    return find_published(session, figure_id)[0]


def find_published(session: Session, figure_id: UUID) -> Sequence[Version]:
    """Give a figure with every other that was told of the same: the last first.

    Raises
    ------
    NotFound
        If there is no such figure.
    """
    told = published_versions(session)
    found = next((one.stored.figure.identity for one in told if one.stored.id == figure_id), None)
    if found is None:
        raise NotFound(
            f"No published figure has the id {figure_id}.", f"{figure_id} nömrəli dərc olunmuş göstərici yoxdur."
        )
    return [one for one in told if one.stored.figure.identity == found]


def _require_holding(last: Version, figure_id: UUID) -> None:
    if last.stored.id != figure_id:
        raise FigureClosed(
            f"The figure was corrected since: withdraw {last.stored.id}. Nothing was stored.",
            f"Göstərici sonradan düzəldilib: {last.stored.id} nömrəlisini geri götürün. Heç nə saxlanılmadı.",
        )
    if not last.holds:
        raise FigureClosed(
            "The figure is withdrawn already. Nothing was stored.",
            "Göstərici artıq geri götürülüb. Heç nə saxlanılmadı.",
        )


def _is_held(figure: PublishedFigure, held: Mapping[tuple[Any, ...], StoredFigure]) -> bool:
    """Tell whether exactly this is known; an area with other digits is another area."""
    known = held.get(figure.identity)
    return known is not None and (known.figure, _digits(known.figure)) == (figure, _digits(figure))


def _digits(figure: PublishedFigure) -> int | None:
    return figure.area.decimals if figure.area else None


def _refused(faults: Sequence[Fault]) -> WrongParameter:
    def lines(language: Language) -> str:
        told = [_line(fault, language) for fault in faults[:TOLD]]
        return "\n".join([*told, "…"] if len(faults) > TOLD else told)

    return WrongParameter(
        f"Nothing was stored, for lines of the file are wrong: {len(faults)}.\n{lines('en')}",
        f"Heç nə saxlanılmadı, çünki faylda səhv sətirlər var: {len(faults)}.\n{lines('az')}",
        parameter="file",
        lines=[fault.line for fault in faults],
        faults=[_told(fault) for fault in faults[:MOST_FAULTS]],
    )


def _told(fault: Fault) -> dict[str, object]:
    """Give a fault for programs, in both languages."""
    return {"line": fault.line, **{language: fault.told(language) for language in LANGUAGES}}


def _line(fault: Fault, language: Language) -> str:
    return translator(language)("Line {number}: {fault}").format(number=fault.line, fault=fault.told(language))

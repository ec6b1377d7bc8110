"""The import of published figures: a whole file or nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from gis.codelists import Language
from gis.language import translator
from gis.published import PublishedFigure
from gis.published_file import Fault, read_published
from service.access import Actor
from service.ledger.flow import take_turn
from service.problems import WrongParameter
from service.published.queries import StoredFigure, published_figures, store_figures

TOLD = 20
"""So many faulty lines are told; whoever mends them sees the rest at the next try."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import did: lines that were new, that corrected others, and that said what was known."""

    new_count: int
    corrected_count: int
    unchanged_count: int


def import_published(session: Session, content: bytes, *, actor: Actor, today: date) -> Imported:
    """Take in a file of published figures, in the ledger's turn, so that a report asked for again knows the same.

    A line of the same kind, days, key and source as one that is there corrects it; what was there stays in the history.

    Raises
    ------
    WrongParameter
        If a line is wrong; then nothing is stored.
    """
    figures, faults = read_published(content, today=today)
    if faults:
        raise _refused(faults)
    take_turn(session)
    held = {stored.figure.identity: stored for stored in published_figures(session)}
    told = [figure for figure in figures if not _is_held(figure, held)]
    corrected = [figure for figure in told if figure.identity in held]
    store_figures(session, told, actor.id)
    return Imported(
        new_count=len(told) - len(corrected),
        corrected_count=len(corrected),
        unchanged_count=len(figures) - len(told),
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
    )


def _line(fault: Fault, language: Language) -> str:
    return translator(language)("Line {number}: {fault}").format(number=fault.line, fault=fault.told(language))

"""Whether the codes that records are narrowed to are codes of something."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.problems import WrongParameter
from service.records.selection import Selection
from service.tables import IDENTITIES

CALLED = {
    "district": ("districts", "district", "rayon"),
    "organisation": ("organisations", "organisation", "təşkilat"),
    "task": ("tasks", "task", "tapşırıq"),
}
"""By parameter: the layer, and what one of its records is called."""
MOST_NAMED = 100
"""More codes are not listed for who asked for a wrong one."""


def refuse_unknown_codes(session: Session, selection: Selection) -> None:
    """Pass silently when the codes of a selection are known.

    Raises
    ------
    WrongParameter
        If one is not; the known ones are told where they are few.
    """
    for parameter in CALLED:
        code = getattr(selection, f"{parameter}_code")
        if code is not None:
            _refuse_unknown(session, parameter, code)


def _refuse_unknown(session: Session, parameter: str, code: str) -> None:
    layer, en, az = CALLED[parameter]
    known = IDENTITIES[layer].c.code
    if session.scalar(select(known).where(known == code)) is not None:
        return
    allowed = session.scalars(select(known).order_by(known).limit(MOST_NAMED + 1)).all()
    told = ", ".join(allowed) if len(allowed) <= MOST_NAMED else ""
    raise WrongParameter(
        f"No {en} has the code “{code}”." + (f" Allowed: {told}." if told else ""),
        f"“{code}” kodlu {az} yoxdur." + (f" İcazə verilənlər: {told}." if told else ""),
        parameter=parameter,
        **({"allowed": list(allowed)} if told else {}),
    )

"""What stands on a map beside its symbols, and the background that is no layer."""

import json
from collections.abc import Collection
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from gis.codelists import Account, Language
from gis.language import translator
from gis.maps.frames import Caption
from seeds import base_map
from service.instance import is_demonstration
from service.maps import queries
from service.maps.queries import MapQuestion
from service.problems import WrongParameter

ACCOUNT = Account.OPERATIONAL
"""The account of every square metre on a map: all approved work, as on the first page of the bulletin."""


def map_caption(session: Session, question: MapQuestion, *, language: Language, zone: ZoneInfo) -> Caption:
    """Give what stands on a map; instants are printed in a time zone.

    Raises
    ------
    WrongParameter
        If the district is unknown.
    """
    _ = translator(language)
    return Caption(
        as_of=question.moment.as_of,
        as_known_at=question.moment.as_known_at,
        zone=zone,
        account=ACCOUNT,
        scope=_scope(session, question, language),
        sources=(_("Boundaries: Natural Earth (public domain)"), _("Places: GeoNames (CC BY 4.0)")),
        is_demonstration=is_demonstration(session),
    )


def _scope(session: Session, question: MapQuestion, language: Language) -> str:
    code = question.selection.district_code
    if code is None:
        return ""
    names = queries.names(session, question, "districts", language=language)
    _refuse_unknown_district(code, list(names))
    return names[code]


def _refuse_unknown_district(code: str | None, codes: Collection[str]) -> None:
    """Refuse the code of a district that is not there.

    Raises
    ------
    WrongParameter
        The codes that are there are named.
    """
    if code is not None and code not in codes:
        known = sorted(codes)
        raise WrongParameter(
            f"No district has the code “{code}”. Allowed: {', '.join(known)}.",
            f"“{code}” kodlu rayon yoxdur. İcazə verilənlər: {', '.join(known)}.",
            parameter="district",
            allowed=known,
        )


@cache
def place_count() -> int:
    """Give the number of places of the base map."""
    return len(json.loads(base_map("places"))["features"])

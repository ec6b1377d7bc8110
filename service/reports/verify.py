"""An issued report made again from the ledger as it was known then, and compared with what was frozen."""

from dataclasses import dataclass
from hashlib import sha256

import orjson
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.reports.compared import Difference, differences
from service.reports.content import from_json
from service.reports.issued import Issued
from service.reports.kinds import KINDS
from service.reports.making import as_then, asked_again, gather
from service.settings import Settings
from service.tables import report


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What came of verifying a report.

    Attributes
    ----------
    content_checksum
        Of the content as it is stored now; another than that of the report when the content was altered.
    is_readable
        Whether the stored content still is one; if not, no figure of it can be compared.
    figure_count
        How many figures were compared.
    differences
        `before` is what was frozen, `after` what the ledger of then gives.
    """

    issued: Issued
    content_checksum: str
    is_readable: bool
    figure_count: int
    differences: tuple[Difference, ...]

    @property
    def is_unaltered(self) -> bool:
        """Tell whether the stored content is the one that was issued."""
        return self.is_readable and self.content_checksum == self.issued.checksum

    @property
    def holds(self) -> bool:
        """Tell whether the content is the one that was issued, and the ledger of then still gives it."""
        return self.is_unaltered and not self.differences


def verify(session: Session, issued: Issued, settings: Settings) -> Verification:
    """Make an issued report again and compare it, figure by figure.

    Nothing of the present has a part in it: the period, the scope, the state of knowledge and the day are those of the
    report, and so are the settings. Words are not compared, which may be said better by now.
    """
    stored = session.execute(select(report.c.content).where(report.c.id == issued.id)).scalar_one()
    digest = sha256(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)).hexdigest()
    try:
        content = from_json(stored)
    except ValidationError:
        return Verification(issued=issued, content_checksum=digest, is_readable=False, figure_count=0, differences=())
    then = as_then(settings, issued.settings)
    again = gather(KINDS[content.kind], asked_again(session, content, then))
    return Verification(
        issued=issued,
        content_checksum=digest,
        is_readable=True,
        figure_count=len({figure.key for figure in (*content.every_figure(), *again.every_figure())}),
        differences=differences(content.every_figure(), again.every_figure()),
    )

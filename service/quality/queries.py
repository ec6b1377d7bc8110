"""How complete hazardous areas and finds are, a pass over each layer; releases are told by `service.quality.totals`."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import Session

from gis.layers import LAYERS_BY_NAME, Layer
from service.quality.completeness import CHECKS, Check, Listing
from service.quality.groups import groups
from service.quality.population import RELEASES, population, told_of
from service.quality.questions import QualityQuestion, Value
from service.tables import VERSIONS

FEW_DAYS = timedelta(weeks=2)
CHECKED_LAYERS = tuple(
    LAYERS_BY_NAME[name] for name in dict.fromkeys(check.layer.name for check in CHECKS if check.layer != RELEASES)
)


def completeness(session: Session, question: QualityQuestion) -> Iterator[Value]:
    """Give the share of the records other than releases that say what they should."""
    for layer in CHECKED_LAYERS:
        checks = [check for check in CHECKS if check.layer == layer]
        records, says = _listed(layer, question, checks)
        counts = [count for check in checks for count in _counts(check, says[check.figure.name])]
        by = told_of(layer, question.by)
        for group in groups(session, records, question.by, told_of=by, counts=counts):
            for check, whole, part in zip(checks, group.counts[::2], group.counts[1::2], strict=True):
                yield group.share(check.figure, part=part, whole=whole)


def _listed(
    layer: Layer, question: QualityQuestion, checks: Sequence[Check]
) -> tuple[Select[Any], dict[str, ColumnElement[bool]]]:
    """Select the records asked about, and give by figure the condition that they say what they should.

    What lists hold is looked up for the records of a few days, and else joined.
    """
    is_short = question.end - question.start <= FEW_DAYS
    version = VERSIONS[layer.name]
    records, says = population(layer, question), dict[str, ColumnElement[bool]]()
    for check in checks:
        if isinstance(check.says, Listing) and not is_short:
            versions = check.says.versions
            records = records.outerjoin(versions, versions.c.version_id == version.c.id)
            says[check.figure.name] = versions.c.version_id.is_not(None)
        else:
            says[check.figure.name] = check.says(version)
    return records, says


def _counts(check: Check, is_said: ColumnElement[bool]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    should = check.should(VERSIONS[check.layer.name])
    return func.count().filter(should), func.count().filter(should, is_said)

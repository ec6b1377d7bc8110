"""What files are checked by, for the people whose files are checked: rules, kinds of issues, layers and thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

from gis.checks.declared import CHECKS
from gis.checks.surroundings import Surroundings
from gis.codelists import Severity
from gis.issues import KINDS, IssueKind
from gis.issues.rules import RULES, Rule
from gis.layers import LAYERS, Layer
from gis.thresholds import InForce, Of

DISTANCE = Of(
    rule="GEO-03",
    en="Distance from every district at which ground may lie, m",
    az="Sahənin bütün rayonlardan ola biləcəyi məsafə, m",
)
ORDER = list(Severity)


@dataclass(frozen=True, kw_only=True)
class RuleGuide:
    """One rule as the page of rules shows it.

    Attributes
    ----------
    kinds
        What can be said, errors first; none where no file is checked by it.
    layers
        Whose files are looked at.
    thresholds
        From where on it speaks, as set here.
    needs_records
        Whether some of it is left out without the database.
    """

    rule: Rule
    kinds: Sequence[IssueKind]
    layers: Sequence[Layer]
    thresholds: Sequence[InForce]
    needs_records: bool


def guide(surroundings: Surroundings) -> list[RuleGuide]:
    """Give all rules, with the thresholds that are in force."""
    return [_guide(rule, surroundings) for rule in RULES]


def _guide(rule: Rule, surroundings: Surroundings) -> RuleGuide:
    checks = [one for one in CHECKS if rule.code in one.rules]
    looked_at = {name for one in checks for name in one.layers} | {*rule.read_of}
    kinds = [kind for kind in KINDS.values() if kind.rule == rule.code]
    return RuleGuide(
        rule=rule,
        kinds=sorted(kinds, key=lambda kind: (ORDER.index(kind.severity), kind.name)),
        layers=[layer for layer in LAYERS if layer.name in looked_at],
        thresholds=[*_distance(rule, surroundings), *surroundings.thresholds.of_rule(rule.code)],
        needs_records=any(one.needs_records for one in checks),
    )


def _distance(rule: Rule, surroundings: Surroundings) -> list[InForce]:
    """Give the one threshold that the ledger shares."""
    if rule.code != DISTANCE.rule:
        return []
    return [InForce(of=DISTANCE, value=surroundings.district_tolerance_m, setting="LANDRELEASE_DISTRICT_TOLERANCE_M")]

"""The catalogue of issues is walked: both languages, every value, and a file that breaks each kind and one nearly."""

import re
import string

import pytest

from gis.issues import KINDS, Issue, IssueKind, sentence, word
from gis.issues.again_kinds import AGAIN_KINDS
from gis.issues.change_kinds import CHANGE_KINDS
from gis.issues.mapping_kinds import MAPPING_KINDS
from gis.issues.repair_kinds import REPAIR_KINDS
from gis.issues.source_kinds import SOURCE_KINDS
from gis.issues.traverse_kinds import TRAVERSE_KINDS
from gis.language import LANGUAGES
from gis.repairs import REPAIRS
from tests.gis.breaking import (
    file_cases,
    find_cases,
    geometry_cases,
    personal_cases,
    record_cases,
    value_cases,
    work_cases,
)
from tests.gis.breaking.case import Case, breaking_issues, near_issues

CASES = (
    *file_cases.CASES,
    *value_cases.CASES,
    *personal_cases.CASES,
    *geometry_cases.CASES,
    *record_cases.CASES,
    *work_cases.CASES,
    *find_cases.CASES,
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_says_the_same_in_both_languages(kind: IssueKind) -> None:
    assert kind.en.endswith(".")
    assert kind.az.endswith(".")
    assert kind.en != kind.az
    assert placeholders(kind.en) == placeholders(kind.az)


def test_every_kind_but_those_of_uploads_is_shown_by_a_file_that_breaks_it() -> None:
    # files/test_hostile.py, tests/service, test_traverse.py, mapping/test_questions.py
    elsewhere = (*SOURCE_KINDS, *CHANGE_KINDS, *REPAIR_KINDS, *AGAIN_KINDS, *TRAVERSE_KINDS, *MAPPING_KINDS)
    shown_elsewhere = {kind.name for kind in elsewhere} | {"feature-too-large"}  # files/test_geojson_hostile.py
    assert set(KINDS) - shown_elsewhere == {case.kind for case in CASES}


def test_a_repair_offered_is_one_that_can_be_made() -> None:
    assert {kind.repair for kind in KINDS.values()} - {None} == set(REPAIRS)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}-{number}" for number, case in enumerate(CASES)])
def test_a_file_that_breaks_a_rule_has_its_issue_and_one_that_nearly_does_has_not(case: Case) -> None:
    assert case.kind in {issue.kind for issue in breaking_issues(case)}
    assert case.kind not in {issue.kind for issue in near_issues(case)}
    said = [word(issue, "en") for issue in breaking_issues(case) if issue.kind == case.kind]
    assert any(case.says in text for text in said), said


def test_every_issue_found_can_be_said_with_all_its_values() -> None:
    issues = [issue for case in CASES for issue in breaking_issues(case)]
    for language in LANGUAGES:
        said = [word(issue, language) for issue in issues]
        assert [text for text in said if re.search(r"\{\w+\}| \?|`\?`", text)] == []


def test_a_feature_is_named_by_its_place_in_the_file_and_its_code() -> None:
    issue = Issue(
        kind="outlines-overlap",
        index=13,
        feature_code="RA-2025-0113",
        field="geometry",
        values={"other_code": "RA-7", "overlap_m2": 2_000.4, "others_count": 2},
        location=(46.90213, 39.60129),
    )
    assert word(issue, "en") == (
        "Feature 14 (RA-2025-0113): it overlaps RA-7 by 2,000 m² near 46.9021, 39.6013 (other overlaps: 2). "
        "Shared ground is counted once; check the outlines."
    )
    assert sentence(issue, "az").startswith("46.9021, 39.6013 yaxınlığında RA-7 ilə 2\u00a0000 m² üst-üstə düşür")

"""Values that are missing or cannot be used."""

from tests.gis.breaking.case import Case, Feature, around, collection, hazard, item, release


def of_release(kind: str, breaking: Feature, near: Feature) -> Case:
    """Show a kind on one release."""
    return Case(kind=kind, breaking=collection(breaking), near=collection(near))


CASES = (
    of_release("field-missing", release(code=" "), release(code="0")),
    of_release("date-missing", release(effective_date=None), release(effective_date="2025-10-20")),
    of_release("release-method-missing", release(release_method=...), release(release_method="undetermined")),
    Case(
        kind="contamination-types-missing",
        layer="hazardous_areas",
        breaking=collection(hazard(contamination_types=[])),
        near=collection(hazard(contamination_types="unknown")),
    ),
    Case(
        kind="item-undescribed",
        layer="eo_items",
        breaking=collection(item(quantity=...)),
        near=collection(item(quantity="3")),
    ),
    of_release("value-of-wrong-type", release(remarks={"a": 1}), release(remarks=7)),
    of_release("value-with-control-characters", release(code="RA\u200b-1"), release(remarks="two\nlines")),
    of_release("value-too-long", release(code="x" * 101), release(code="x" * 100)),
    of_release("number-unreadable", release(processed_m2="12 ha"), release(processed_m2="12")),
    of_release("number-ambiguous", release(processed_m2="12.298"), release(processed_m2="1 701,5")),
    of_release("number-not-whole", release(passes=1.5), release(passes=2.0)),
    Case(
        kind="quantity-not-whole",
        layer="eo_items",
        breaking=collection(item(quantity=1.5)),
        near=collection(item(quantity=2.0)),
    ),
    of_release("number-out-of-range", release(depth_cleared_cm=1001), release(depth_cleared_cm=1000)),
    Case(
        kind="boolean-unreadable",
        layer="hazardous_areas",
        breaking=collection(hazard(reopens_released="perhaps")),
        near=collection(hazard(reopens_released="Yes")),
    ),
    of_release("date-unreadable", release(effective_date="2025-02-30"), release(effective_date="2024-02-29")),
    of_release("date-ambiguous", release(effective_date="05/06/2025"), release(effective_date="06/06/2025")),
    of_release("code-unknown", release(purpose="qwertyuiop"), release(purpose="other")),
    of_release("code-misspelt", release(release_method="cleard"), release(release_method="cleared")),
    of_release("code-by-label", release(release_method="Təmizlənib"), release(release_method="cleared")),
    Case(
        kind="record-code-repeated",
        breaking=collection(release(), release()),
        near=collection(release(), release(code="ra-1")),
    ),
    Case(
        kind="district-by-name",
        breaking=collection(release(district_code="Ağdam")),
        near=collection(release(district_code="AZ-AGM")),
        surroundings=around(),
    ),
    Case(
        kind="district-unknown",
        breaking=collection(release(district_code="Zzz")),
        near=collection(release(district_code="Agdere")),
        surroundings=around(),
    ),
    Case(
        kind="district-misspelt",
        breaking=collection(release(district_code="Akdam")),
        near=collection(release(district_code="Agdam")),
        surroundings=around(),
    ),
    Case(
        kind="link-pending",
        layer="hazardous_areas",
        breaking=collection(hazard(parent_codes=["HA-9"])),
        near=collection(hazard(parent_codes=["HA-0"]), hazard(code="HA-2", parent_codes=["HA-1"])),
        surroundings=around({"hazardous_areas": [hazard(code="HA-0")]}),
    ),
)

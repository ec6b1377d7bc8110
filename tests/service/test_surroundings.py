"""What the database knows around a file, as the checks hear of it."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from gis.codelists import Role
from tests.service.files import LEAST, Headers, collection, send, severities


def test_work_before_an_organisation_was_registered_is_asked_about(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str]
) -> None:
    private = {"code": "OP", "type": "private", "name_en": "Operator", "valid_from": "2026-11-17", "geometry": None}
    road("organisations", collection(private))
    work = LEAST["release_areas"] | {"organisation": "OP"}
    analyst = holder(Role.ANALYST)
    kinds = []
    for day in ("2026-11-16", "2026-11-17"):
        upload_id = send(client, analyst, "release_areas", collection(work | {"effective_date": day})).json()["id"]
        issues = client.get(f"/api/v1/uploads/{upload_id}/issues", headers=analyst).json()
        kinds.append({issue["kind"] for issue in issues})
    assert "organisation-not-accredited" in kinds[0]
    assert "organisation-not-accredited" not in kinds[1]


def test_a_figure_without_outline_is_compared_with_what_is_approved(
    client: TestClient, holder: Callable[..., Headers], road: Callable[..., str]
) -> None:
    told = {"release_method": "undetermined", "geometry_source": "none", "area_reported_m2": 100_977}
    mined = LEAST["release_areas"] | told | {"geometry": None, "target_types": ["ap_mine", "av_mine"]}
    road("release_areas", collection(mined))
    cluster = mined | {"code": "RA-2", "target_types": ["cmr"]}
    assert severities(client, holder(Role.ANALYST), "release_areas", collection(cluster))["REL-07"] == "error"
    elsewhere = cluster | {"district_code": "AGM"}
    assert "REL-07" not in severities(client, holder(Role.ANALYST), "release_areas", collection(elsewhere))

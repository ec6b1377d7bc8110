"""What work yields, as records: released areas and explosive items."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from gis.codelists import Basis, DisposalState, EoCategory
from seeds.made_up.features import Feature
from seeds.made_up.finds import Find
from seeds.made_up.hazards import Hazard
from seeds.made_up.outcome import Task
from seeds.made_up.records import MADE_UP, Codes
from seeds.made_up.releases import Release

HOW = {
    DisposalState.DESTROYED_IN_SITU: "blown up in place",
    DisposalState.NEUTRALISED: "fuze removed",
    DisposalState.REMOVED: "taken to the demolition ground",
}


def release_codes(releases: Iterable[Release], codes: Codes) -> dict[Release, str]:
    """Give every release its code in order of time; of one day, completions after reports."""
    in_order = sorted(releases, key=lambda release: (release.day, release.basis is Basis.CERTIFIED))
    return {release: codes.next("RA", release.district, release.day.year) for release in in_order}


def release_features(
    known: Mapping[Release, str], tasks: Mapping[Task, str], hazards: Mapping[Hazard, str]
) -> Iterator[Feature]:
    """Give the released areas."""
    for release, code in known.items():
        properties = {
            "code": code,
            "release_method": release.method,
            "basis": release.basis,
            "effective_date": release.day,
            "organisation": release.organisation.code,
            "district_code": release.district,
            "task_code": tasks[release.task] if release.task else None,
            "hazardous_area_codes": tuple(hazards[hazard] for hazard in release.hazards),
            "area_reported_m2": release.reported_m2,
            **release.details,
            "target_types": release.details.get("target_types") or _types(release.hazards),
            **_counts(release),
            "visibility": "public",
            "remarks": MADE_UP,
        }
        yield Feature(properties=properties, shapes=() if release.ring is None else (release.ring,))


def _types(hazards: Iterable[Hazard]) -> tuple[str, ...]:
    """Give what is searched for where nothing is left out: all that is recorded there, also in the areas around."""
    lineage = chain.from_iterable((hazard, hazard.parent) if hazard.parent else (hazard,) for hazard in hazards)
    return tuple(sorted({kind for hazard in lineage for kind in hazard.types}))


def _counts(release: Release) -> dict[str, int]:
    """Give the finds as numbers by category, where the team reports them so."""
    if not release.counts_finds_only:
        return {}
    counts: Counter[str] = Counter()
    for find in release.finds:
        if find.category is not EoCategory.SCRAP:
            counts[find.category.value] += find.quantity
    return dict(counts)


def item_features(
    known: Mapping[Release, str], tasks: Mapping[Task, str], *, codes: Codes, last_day: date
) -> Iterator[Feature]:
    """Give the items that were reported one by one."""
    for release, code in known.items():
        if not release.counts_finds_only:
            links = {
                "release_area_code": code,
                "task_code": tasks[release.task] if release.task else None,
                "organisation": release.organisation.code,
                "district_code": release.district,
            }
            for find in release.finds:
                item_code = codes.next("EO", release.district, find.found_on.year)
                yield item(find, item_code, links=links, last_day=last_day)


def item(find: Find, code: str, *, links: Mapping[str, object], last_day: date) -> Feature:
    """Give one item as it stood on a day."""
    state, disposed_on = find.state_on(last_day)
    properties = {
        "code": code,
        "eo_category": find.category,
        "quantity": find.quantity,
        "model": find.model,
        "found_on": find.found_on,
        "disposal_state": state,
        "disposed_on": disposed_on,
        "disposal_method": HOW.get(state),
        "depth_cm": find.depth_cm,
        "is_hazardous": find.category is not EoCategory.SCRAP,
        **links,
        "visibility": "public",
        "remarks": MADE_UP,
    }
    return Feature(properties=properties, shapes=(find.position[None],))

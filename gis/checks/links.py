"""Whether the records named in links are known: IMP-01."""

from collections.abc import Iterable
from difflib import get_close_matches

from gis.checks.batch import Batch, each, found, joined
from gis.issues import Issue
from gis.layers import Field
from gis.normalise import district_spellings
from gis.text import fold


def links_are_known(batch: Batch) -> Iterable[Issue]:
    """IMP-01: a link to a record that is not approved yet is pending; it resolves itself."""
    for field in batch.layer.fields:
        if field.layer not in {None, "districts"}:
            yield from _pending(batch, field)


def _pending(batch: Batch, field: Field) -> Iterable[Issue]:
    """Find the records with links of a field that point to nothing yet."""
    known = set(batch.surroundings.known_codes.get(field.layer or "", ()))
    if field.layer == batch.layer.name:
        known |= set(batch.frame["code"])
    named = batch.frame[field.name].dropna().explode()
    unknown = joined(named[~named.isin(known)])
    yield from found("link-pending", batch.frame.loc[unknown.index], each(codes=unknown), field=field.name)


def districts_are_known(batch: Batch) -> Iterable[Issue]:
    """IMP-01: a stated district is one; the nearest spelling is offered."""
    districts = batch.surroundings.districts
    known = {*districts["code"], *batch.surroundings.known_codes.get("districts", ())}
    stated = batch.frame["district_code"].dropna()
    unknown = stated[~stated.isin(known)]
    spellings = district_spellings(districts)
    for said in sorted(set(unknown)):
        hits = batch.frame.loc[unknown.index[unknown == said]]
        near = get_close_matches(fold(said), spellings, n=1)
        values = {"value": said, "nearest": spellings[near[0]]} if near else {"value": said}
        kind = "district-misspelt" if near else "district-unknown"
        yield from found(kind, hits, [values] * len(hits), field="district_code")

"""Whether the records named in links are known: IMP-01."""

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

from gis.checks.batch import Batch, each, found
from gis.issues import Issue
from gis.layers import Field
from gis.spellings import district_spellings
from gis.text import fold


def links_are_known(batch: Batch) -> Iterable[Issue]:
    """IMP-01: a link to a record of another layer that is not approved yet is pending; it resolves itself."""
    for field in batch.layer.fields:
        if field.layer not in {None, "districts", batch.layer.name}:
            yield from _pending(batch.given, field, batch.surroundings.known_codes.get(field.layer or "", frozenset()))


def own_links_are_known(batch: Batch) -> Iterable[Issue]:
    """IMP-01: the same of a link within the layer, which the file itself may hold."""
    own = batch.layer.name
    known = batch.surroundings.known_codes.get(own, frozenset()) | set(batch.summed["code"])
    for field in batch.layer.fields:
        if field.layer == own:
            yield from _pending(batch.summed, field, known)


def _pending(records: pd.DataFrame, field: Field, known: frozenset[str]) -> Iterable[Issue]:
    """Find the links of a field that point to nothing yet: an issue for each, with the code and its layer."""
    named = records[field.name].dropna().explode()
    unknown = named[~named.isin(known)]
    if unknown.empty:
        return
    values = each(code=unknown, layer=[field.layer] * len(unknown))
    yield from found("link-pending", unknown.to_frame(), values, field=field.name)


def districts_are_known(batch: Batch) -> Iterable[Issue]:
    """IMP-01: a stated district is one; the nearest spelling is offered."""
    districts = batch.surroundings.districts
    known = {*districts["code"], *batch.surroundings.known_codes.get("districts", ())}
    stated = batch.given["district_code"].dropna()
    unknown = stated[~stated.isin(known)]
    if unknown.empty:
        return
    spellings = district_spellings(districts)
    for said in sorted(set(unknown)):
        hits = batch.given.loc[unknown.index[unknown == said]]
        near = get_close_matches(fold(said), spellings, n=1)
        values = {"value": said, "nearest": spellings[near[0]]} if near else {"value": said}
        kind = "district-misspelt" if near else "district-unknown"
        yield from found(kind, hits, [values] * len(hits), field="district_code")

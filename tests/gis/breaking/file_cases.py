"""Files that cannot be read, or whose form was changed on the way in."""

from tests.gis.breaking.case import Case, collection, hazard, organisation, outline, release, square

WHOLE = collection(release())
FAR = outline([665_000, 4_427_000], [665_100, 4_427_000], [665_100, 4_427_100])
BEYOND = outline([246, 40], [246.001, 40], [246.001, 40.001])


def nested(depth: int) -> bytes:
    """Write a file whose one unknown property is a list in lists."""
    remarks: object = 1
    for _ in range(depth):
        remarks = [remarks]
    return collection(release(extra=remarks))


CASES = (
    Case(kind="file-empty", breaking=b" \n", near=WHOLE),
    Case(kind="file-of-another-format", breaking=b"%PDF-1.7\n" + WHOLE, near=b"\n" + WHOLE),
    Case(kind="file-not-json", breaking=WHOLE.replace(b'"code"', b"code"), near=WHOLE),
    Case(kind="file-truncated", breaking=WHOLE[:-1], near=WHOLE),
    Case(
        kind="file-with-not-a-number", breaking=WHOLE.replace(b":20}", b":NaN}"), near=WHOLE.replace(b":20}", b":null}")
    ),
    Case(
        kind="file-not-utf8",
        breaking=collection(release(remarks="ə")).replace("ə".encode(), b"\xff"),
        near=collection(release(remarks="ə")),
    ),
    Case(kind="file-too-deep", breaking=nested(80), near=nested(40)),
    Case(
        kind="file-keys-repeated",
        breaking=WHOLE.replace(b'"code":', b'"code":"RA-0","code":'),
        near=collection(release(remarks='"code": "RA-0"')),
    ),
    Case(kind="file-not-a-collection", breaking=b"[1]", near=WHOLE),
    Case(kind="file-without-features", breaking=collection(), near=WHOLE),
    Case(kind="feature-malformed", breaking=collection(release(), 5), near=collection(release())),
    Case(
        kind="collection-nested",
        breaking=collection({"type": "FeatureCollection", "features": [release()]}),
        near=collection({"type": "Topology", "features": [release()]}),
    ),
    Case(
        kind="file-with-nul",
        breaking=collection(release(remarks="a\0b")),
        near=collection(release(remarks="a\\u0000b")),
    ),
    Case(kind="file-with-byte-order-mark", breaking=b"\xef\xbb\xbf" + WHOLE, near=WHOLE),
    Case(kind="file-recoded", breaking=WHOLE.decode().encode("utf-16-le"), near=WHOLE),
    Case(kind="file-of-a-single-feature", breaking=WHOLE[WHOLE.index(b"[") + 1 : -2], near=WHOLE),
    Case(
        kind="properties-unknown",
        breaking=collection(release(colour="red")),
        near=collection(release(target_type="erw")),
    ),
    Case(
        kind="geometry-not-wanted",
        layer="organisations",
        breaking=collection({**organisation(), "geometry": square()}),
        near=collection(organisation()),
    ),
    Case(
        kind="heights-left-out",
        breaking=collection(release(outline([46.95, 39.95, 7], [46.951, 39.95, 7], [46.951, 39.951, 7]))),
        near=WHOLE,
    ),
    Case(
        kind="winding-reversed",
        breaking=collection(release(outline([46.95, 39.95], [46.951, 39.951], [46.951, 39.95]))),
        near=collection(release(outline([46.95, 39.95], [46.951, 39.95], [46.951, 39.951]))),
    ),
    Case(
        kind="crs-not-wgs84",
        breaking=collection(release(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}),
        near=collection(release(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}),
    ),
    Case(
        kind="crs-name-unknown",
        breaking=collection(release(), crs={"type": "name", "properties": {"name": "the usual one"}}),
        near=collection(release(), crs={"type": "name", "properties": {"name": "EPSG:4326"}}),
    ),
    Case(
        kind="crs-stated",
        breaking=collection(release(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}),
        near=collection(release(), crs=None),
    ),
    Case(kind="coordinates-projected", breaking=collection(release(FAR)), near=collection(release(BEYOND))),
    Case(kind="coordinates-not-degrees", breaking=collection(release(BEYOND)), near=collection(release(FAR))),
    Case(kind="checks-left-out", layer="hazardous_areas", breaking=collection(hazard()), near=b"{}"),
    # A few more ways to be none of the above.
    Case(
        kind="file-not-utf8", breaking="\ufeff{}".encode("utf-16-le") + b"\x00\xd8", near="\ufeff{}".encode("utf-16-le")
    ),
    Case(kind="file-truncated", breaking=b'{"type": "FeatureCollection", "features": [', near=WHOLE),
    Case(kind="file-too-deep", breaking=b"[" * 3000, near=WHOLE),
)

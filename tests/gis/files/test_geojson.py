"""GeoJSON in all its forms, and what is told of text that is broken."""

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.files import Part, Source, opened
from gis.files.geojson import BLOCK_BYTES, open_geojson
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers
from tests.gis.breaking.case import collection, hazard, release
from tests.strategies import json_values

RELEASES = LAYERS_BY_NAME["release_areas"]
THREE = [release(code="RA-1"), release(code="RA-2", remarks='}"]{\\ ə'), release(code="RA-3")]
WHOLE = collection(*THREE)
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def source_of(content: bytes, folder: Path, block_bytes: int = BLOCK_BYTES) -> Source:
    path = folder / "file"
    path.write_bytes(content)
    return open_geojson(path, layer=RELEASES, folder=folder, block_bytes=block_bytes)


def read(content: bytes, folder: Path, block_bytes: int = BLOCK_BYTES) -> tuple[list[Any], list[Any]]:
    """Give the properties of a file's features, and kind and values of all that was told of it."""
    source = source_of(content, folder, block_bytes)
    parts = list(source.parts())
    told = [*source.issues, *(issue for part in parts for issue in part.issues)]
    faults = [(position, fault.kind) for part in parts for position, fault in part.faults]
    return [one for part in parts for one in part.properties], [(i.kind, dict(i.values)) for i in told] + faults


def codes(content: bytes, folder: Path) -> list[str]:
    return [one["code"] for one in read(content, folder)[0]]


FORMS = {
    "collection": WHOLE,
    "indented": orjson.dumps(orjson.loads(WHOLE), option=orjson.OPT_INDENT_2),
    "blanks before colons": WHOLE.replace(b'":', b'" : '),
    "type last": b'{"features": [' + b",".join(map(orjson.dumps, THREE)) + b'], "type": "FeatureCollection"}',
    "members around": collection(*THREE, name="x", bbox=[1, 2, 3, 4])[:-1] + b', "links": [{"a": [1]}], "n": [[]]}',
    "members of features in another order": orjson.dumps(
        {"type": "FeatureCollection", "features": [dict(reversed(one.items())) for one in THREE]}
    ),
    "a feature a line": b"\n".join(map(orjson.dumps, THREE)),
    "a feature a line, lines of Windows": b"\r\n".join(map(orjson.dumps, THREE)) + b"\r\n",
    "features over several lines": b"\n".join(orjson.dumps(one, option=orjson.OPT_INDENT_2) for one in THREE),
    "record separators": b"".join(b"\x1e" + orjson.dumps(one) + b"\n" for one in THREE),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_same_features_is_read_the_same(form: str, tmp_path: Path) -> None:
    assert read(FORMS[form], tmp_path) == ([one["properties"] for one in THREE], [])


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_every_encoding_of_the_same_features_is_read_the_same(encoding: str, tmp_path: Path) -> None:
    properties, told = read(WHOLE.decode().encode(encoding), tmp_path)
    assert properties == [one["properties"] for one in THREE]
    assert [kind for kind, _ in told] == ["file-with-byte-order-mark" if "8" in encoding else "file-recoded"]


def test_a_gzip_file_is_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "file.json.gz"
    path.write_bytes(gzip.compress(WHOLE))
    with opened(path, name=path.name, layer=RELEASES, answers=Answers()) as source:
        assert [one["code"] for part in source.parts() for one in part.properties] == ["RA-1", "RA-2", "RA-3"]


def test_a_single_feature_is_told(tmp_path: Path) -> None:
    assert read(orjson.dumps(THREE[0]), tmp_path) == ([THREE[0]["properties"]], [("file-of-a-single-feature", {})])


def test_parts_can_be_read_again(tmp_path: Path) -> None:
    source = source_of(WHOLE, tmp_path)
    first, second = list(source.parts()), list(source.parts())
    assert [part.properties for part in first] == [part.properties for part in second]


@pytest.mark.parametrize(
    ("name", "epsg", "kind"),
    [
        ("urn:ogc:def:crs:EPSG::32638", 32638, "crs-not-wgs84"),
        ("EPSG:32639", 32639, "crs-not-wgs84"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326, "crs-stated"),
        ("EPSG:4326", 4326, "crs-stated"),
        ("the usual one", None, "crs-name-unknown"),
    ],
)
@pytest.mark.parametrize("is_last", [False, True])
def test_a_crs_member_is_found_before_and_after_the_features(
    name: str, epsg: int | None, kind: str, *, is_last: bool, tmp_path: Path
) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    content = WHOLE[:-1] + b',"crs":' + orjson.dumps(crs) + b"}" if is_last else collection(*THREE, crs=crs)
    source = source_of(content, tmp_path)
    assert (source.crs and source.crs.to_epsg(), [issue.kind for issue in source.issues]) == (epsg, [kind])


def test_outlines_of_any_kind_are_given(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [46.95, 39.95, 7]}
    line = {"type": "LineString", "coordinates": [[46.95, 39.95], [46.96, 39.95]]}
    (part,) = source_of(collection(release(point), release(line), release(None), hazard()), tmp_path).parts()
    assert [one and one.geom_type for one in part.outlines] == ["Point", "LineString", None, "Polygon"]


# --- broken -------------------------------------------------------------------------------------------------------


SECOND = WHOLE.index(b"RA-2")
LINES = orjson.dumps(orjson.loads(WHOLE), option=orjson.OPT_INDENT_2)


@pytest.mark.parametrize(
    ("content", "count", "told"),
    [
        (WHOLE[:-1], 3, ("file-truncated", {"line": 1})),
        (WHOLE[:-2], 3, ("file-truncated", {"line": 1})),
        (WHOLE[: SECOND + 40], 1, ("file-truncated", {"line": 1})),
        (
            LINES[: LINES.index(b"RA-2")],
            1,
            ("file-truncated", {"line": LINES[: LINES.index(b"RA-2")].count(b"\n") + 1}),
        ),
        (WHOLE + b" x", 3, ("file-not-json", {"line": 1, "column": len(WHOLE) + 2})),
        (WHOLE + b"}", 3, ("file-not-json", {"line": 1, "column": len(WHOLE) + 1})),
        (WHOLE[:-2] + b",]}", 3, ("file-not-json", {"line": 1, "column": len(WHOLE)})),
        (WHOLE.replace(b'},{"type":"Feature"', b'} {"type":"Feature"'), 1, "file-not-json"),
        (WHOLE.replace(b"RA-2", b'RA"2'), 1, ("file-not-json", {"line": 1, "column": SECOND + 4})),
        (WHOLE.replace(b"RA-2", b"RA\n2"), 1, "file-not-json"),
        (WHOLE.replace(b"RA-2", b"RA\xff2"), 1, ("file-not-utf8", {"encoding": "UTF-8", "byte_count": SECOND + 3})),
        (WHOLE.replace(b'"RA-2"', b"-Infinity"), 1, ("file-with-not-a-number", {"value": "-Infinity", "line": 1})),
        (WHOLE.replace(b'"RA-2"', b"[" * 1100 + b"]" * 1100), 1, ("file-too-deep", {"limit_count": 64})),
        (WHOLE.replace(b'"RA-2"', b"[" * 99 + b"]" * 99), 3, ("file-too-deep", {"limit_count": 64})),
        (WHOLE.replace(b"RA-2", b"RA\\u00002"), 3, ("file-with-nul", {})),
        (WHOLE.replace(b'"RA-2"', b'"RA-2","code":"RA-4"'), 3, ("file-keys-repeated", {"names": "code"})),
        (
            b"\n".join([*map(orjson.dumps, THREE[:2]), b'{"type" "Feature"}']),
            2,
            ("file-not-json", {"line": 3, "column": 9}),
        ),
    ],
)
@pytest.mark.parametrize("block_bytes", [16, 700, BLOCK_BYTES])
def test_text_is_read_up_to_where_it_is_broken(
    content: bytes,
    count: int,
    told: Any,  # noqa: ANN401 - a kind, or a kind and its values
    block_bytes: int,
    tmp_path: Path,
) -> None:
    properties, found = read(content, tmp_path, block_bytes)
    assert len(properties) == count
    assert found == [told] or [kind for kind, _ in found] == [told]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (collection(), "file-without-features"),
        (b'{"type": "FeatureCollection", "features": {}}', "file-not-a-collection"),
        (b'{"type": "Topology", "features": [{}]}', "file-not-a-collection"),
        (b'{"features": [{}]}', "file-not-a-collection"),
        (b"[{}, {}]", "file-not-a-collection"),
        (b"null", "file-not-a-collection"),
        (b"  ", "file-empty"),
        (WHOLE[:-1] + b', "features": []}', "file-keys-repeated"),
    ],
)
def test_what_is_no_collection_has_no_parts(content: bytes, kind: str, tmp_path: Path) -> None:
    source = source_of(content, tmp_path)
    assert [issue.kind for issue in source.issues] == [kind]
    assert list(source.parts()) == []


def test_what_stands_among_features_is_told_where_it_stands(tmp_path: Path) -> None:
    nested = {"type": "FeatureCollection", "features": []}
    _, told = read(collection(5, THREE[0], nested, "x", None), tmp_path)
    assert told == [
        (0, "feature-malformed"),
        (2, "collection-nested"),
        (3, "feature-malformed"),
        (4, "feature-malformed"),
    ]


# --- of any size --------------------------------------------------------------------------------------------------


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Draw a collection, or lines, of features and of other JSON, whole or cut off."""
    features = draw(st.lists(st.sampled_from(THREE) | json_values(), max_size=6))
    texts = [
        orjson.dumps(one, option=orjson.OPT_NON_STR_KEYS | draw(st.sampled_from([0, orjson.OPT_INDENT_2])))
        for one in features
    ]
    if draw(st.booleans()):
        content = b'{"type": "FeatureCollection", "features": [' + b", ".join(texts) + b"]}"
    else:
        content = b"\n".join([orjson.dumps(THREE[0]), *texts])
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


@SMALL
@given(content=documents(), block_bytes=st.integers(1, 400))
def test_parts_of_any_size_give_the_same_as_the_whole(content: bytes, block_bytes: int, tmp_path: Path) -> None:
    assert read(content, tmp_path, block_bytes) == read(content, tmp_path)


@SMALL
@given(document=json_values(), block_bytes=st.integers(1, 100))
def test_no_json_raises(document: object, block_bytes: int, tmp_path: Path) -> None:
    _, told = read(orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS), tmp_path, block_bytes)
    assert told


def test_a_part_holds_some_ten_thousand_features_in_the_order_of_the_file(tmp_path: Path) -> None:
    content = collection(*(release(code=str(number)) for number in range(25_000)))
    parts: list[Part] = list(source_of(content, tmp_path).parts())
    assert max(map(len, parts)) <= 10_000
    assert [part.first for part in parts] == [sum(map(len, parts[:place])) for place in range(len(parts))]
    assert [one["code"] for part in parts for one in part.properties] == [str(number) for number in range(25_000)]
    assert parts[-1].bytes_read == len(content) - len(b"]}")

"""GeoJSON made to hurt: refused or read within seconds and in bounded memory, and never an exception."""

import json
import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from tests.gis.breaking.case import collection, release, square

MOST_SECONDS = 30  # a few on an idle machine
MOST_MIB = 500
HEAD, TAIL = collection(release()).split(b'"RA-1"')
"""A file but for the code of its one feature."""
RING = orjson.dumps(square()["coordinates"][0])


def with_code(value: bytes) -> bytes:
    return HEAD + value + TAIL


def with_ring(ring: bytes) -> bytes:
    return collection(release()).replace(RING, ring)


def circle(count: int) -> bytes:
    """Write a ring of so many vertices."""
    turns = (2 * math.pi * place / count for place in range(count))
    vertices = [b"[%.10f,%.10f]" % (46.95 + math.cos(turn) / 1000, 39.95 + math.sin(turn) / 1000) for turn in turns]
    return b"[" + b",".join([*vertices, vertices[0]]) + b"]"


def comb(count: int) -> bytes:
    """Write a ring that crosses itself so many times."""
    teeth = [b"[46.%07d,39.%d]" % (5_000_000 + place, 95 + place % 2) for place in range(count)]
    return b"[[46.4,39.9]," + b",".join(teeth) + b",[46.4,39.9]]"


HOSTILE: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "nesting without end": (lambda: b"[" * 30_000_000, {"file-too-deep"}),
    "objects without end": (lambda: b'{"a":' * 5_000_000, {"file-too-deep"}),
    "nesting in a feature": (lambda: with_code(b"[" * 5_000_000), {"file-too-deep"}),
    "a number of a million digits": (lambda: with_code(b"9" * 1_000_000), set()),
    "an exponent of a million": (lambda: with_ring(b"[[1e1000000,1],[2,3],[4,5],[1e1000000,1]]"), {"file-not-json"}),
    "coordinates of 1e308": (
        lambda: with_ring(b"[[1e308,1e308],[-1e308,1e308],[0,-1e308],[1e308,1e308]]"),
        {"coordinates-not-degrees"},
    ),
    "a gigantic text": (lambda: with_code(b'"' + b"a" * 30_000_000 + b'"'), {"value-too-long"}),
    "a text longer than a feature may be": (lambda: with_code(b'"' + b"a" * 120_000_000), {"feature-too-large"}),
    "blanks without end": (lambda: b" " * 100_000_000, {"file-empty"}),
    "quotes and backslashes": (lambda: with_code(b'"' + b'\\"' * 5_000_000 + b'"'), {"value-too-long"}),
    "a text never closed": (lambda: with_code(b'"') * 50_000, {"file-not-json"}),
    "a million brackets to close": (lambda: collection(release()) + b"]}" * 1_000_000, {"file-not-json"}),
    "a ring of a million vertices": (lambda: with_ring(circle(1_000_000)), set()),
    "a comb": (lambda: with_ring(comb(30_000)), {"outline-crosses-itself"}),
    "two hundred thousand rings": (
        lambda: collection(release()).replace(RING, b",".join([RING] * 200_000)),
        {"coordinates-malformed"},
    ),
    "a million keys": (
        lambda: with_code(b'"a",' + b",".join(b'"k%d":1' % number for number in range(1_000_000))),
        {"feature-malformed"},
    ),
    "a key a million times": (lambda: with_code(b'"a"' + b',"k":1' * 1_000_000), {"file-keys-repeated"}),
    "features that are none": (
        lambda: collection(release(), *range(20_000)),
        {"feature-malformed"},
    ),
    "collections in collections": (
        lambda: b'{"type":"FeatureCollection","features":[' * 10_000 + b"]}" * 10_000,
        {"file-too-deep"},
    ),
    "a bomb behind the features": (
        lambda: collection(release())[:-1] + b',"a":' + b"[" * 10_000_000,
        {"file-too-deep", "file-not-json", "file-truncated"},
    ),
}

PROGRAM = """
import json, sys, time
from datetime import date
from pathlib import Path
from gis.checks import Scope, Surroundings, check
from gis.files import opened
from gis.layers import LAYERS_BY_NAME
from gis.mapping import Answers
from gis.normalise import normalise
from gis.read import read_part
layer, answers, known = LAYERS_BY_NAME["release_areas"], Answers(), Surroundings.none(date(2026, 1, 1))
for path in sorted(Path(sys.argv[1]).iterdir()):
    begun, kinds = time.process_time(), set()
    with opened(path, name="x", layer=layer, answers=answers) as source:
        kinds |= {issue.kind for issue in source.issues}
        for part in source.parts():
            reading = read_part(part, layer, crs=source.crs)
            normal = normalise(reading.frame, layer)
            found = check(normal.frame, layer, known, scopes={Scope.ALONE})
            kinds |= {issue.kind for issue in (*reading.issues, *normal.issues, *found)}
    seconds = time.process_time() - begun
    status = Path("/proc/self/status").read_text()  # its own: resource counts what its parent held when it was made
    peak_mib = int(status.split("VmHWM:")[1].split()[0]) // 1024
    print(json.dumps({"name": path.name, "kinds": sorted(kinds), "seconds": seconds, "peak_mib": peak_mib}), flush=True)
"""
"""Takes every file of a folder the whole way, in a process of its own, whose memory is its own."""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (content, _) in HOSTILE.items():
        (folder / name).write_bytes(content())
    run = subprocess.run([sys.executable, "-c", PROGRAM, str(folder)], check=True, capture_output=True, text=True)
    return {result["name"]: result for result in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_told_in_seconds_and_bounded_memory(name: str, results: dict[str, Any]) -> None:
    result, (_, expected) = results[name], HOSTILE[name]
    assert expected & set(result["kinds"]) or not expected, result
    assert result["seconds"] < MOST_SECONDS
    assert result["peak_mib"] < MOST_MIB

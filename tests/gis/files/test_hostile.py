"""Every hostile file is refused in words, soon, in little memory, and nothing is left behind."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from gis.issues import word
from gis.issues.source_kinds import SOURCE_KINDS
from gis.language import LANGUAGES
from tests.gis.files.hostile import HOSTILE
from tests.gis.files.reading import everything

ELSEWHERE = {
    "test_formats.py": {"folders-read-together", "links-not-followed", "source-layer-open", "source-layer-taken"},
    "test_reference.py": {"crs-answer-unknown", "crs-assumed", "crs-unknown", "crs-unrecognised"},
    "test_tables.py": {"formulas-without-values", "sheets-hidden", "text-encoding-guessed", "totals-left-out"},
}
"""Where kinds are shown that are no refusal of a hostile file."""


def test_every_kind_of_opening_a_file_is_shown() -> None:
    refusals = {kind for kind, _ in HOSTILE.values()}
    assert {kind.name for kind in SOURCE_KINDS} - refusals == set().union(*ELSEWHERE.values())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, content = HOSTILE[name]
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(unpacked))
    made = content()
    begun = time.perf_counter()
    found = everything(made, tmp_path)
    assert time.perf_counter() - begun < 10
    assert found.kinds == [kind]
    assert len(found.properties) == 0 or kind in {"file-damaged", "table-line-endless"}
    assert all("{" not in word(found.issues[0], language) for language in LANGUAGES)
    assert list(unpacked.iterdir()) == []


def test_all_of_them_together_take_little_memory(tmp_path: Path) -> None:
    for name, (_, content) in HOSTILE.items():
        Path(tmp_path, name).write_bytes(content())
    program = r"""
import re, resource, sys
from pathlib import Path
from gis.files import opened
from gis.layers import LAYERS_BY_NAME
from gis.answers import Answers
for path in sorted(Path(sys.argv[1]).iterdir()):
    with opened(path, name="x", layer=LAYERS_BY_NAME["release_areas"], answers=Answers()) as source:
        for part in source.parts():
            pass
own_kb = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
print(max(own_kb, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""  # not ru_maxrss of its own, which begins with that of the process that started it
    command = [sys.executable, "-c", program, str(tmp_path)]
    peak_kb = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert peak_kb < 600_000

import json
import re
from pathlib import Path

import pytest

from service.machine import PROJECT, VENDOR, ensure_page_scripts

LOCKS = sorted(PROJECT.glob("requirements*.lock"))
PACKAGES = json.loads((PROJECT / "package.json").read_text())["dependencies"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_library_has_one_version_and_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", lock.read_text(), flags=re.MULTILINE).strip())

    assert len(entries) > 1
    assert all(
        re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+( ;.+?)? \\\n +--hash=sha256:", entry) for entry in entries
    )


@pytest.mark.parametrize("lock", [*LOCKS, PROJECT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_where_the_packages_come_from(lock: Path) -> None:
    assert not re.search(r"://|--index-url|--find-links|\"resolved\"", lock.read_text())


def test_tests_run_with_the_libraries_that_serve() -> None:
    serving, testing = (
        set(re.findall(r"^(\S+==\S+)", (PROJECT / name).read_text(), flags=re.MULTILINE))
        for name in ("requirements.lock", "requirements-test.lock")
    )

    assert serving <= testing


def test_every_page_script_is_locked_at_one_version_with_its_hash() -> None:
    locked = json.loads((PROJECT / "package-lock.json").read_text())["packages"]

    for name, version in PACKAGES.items():
        package = locked[f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")


def test_page_scripts_are_fetched_once() -> None:
    ensure_page_scripts()
    stamp = VENDOR / "installed.sha256"
    before = stamp.stat().st_mtime_ns

    ensure_page_scripts()

    assert stamp.stat().st_mtime_ns == before
    assert (VENDOR / "leaflet.js").read_text().startswith("/* @preserve\n * Leaflet 1.9.4")
    assert (VENDOR / "htmx.min.js").stat().st_size > 10_000

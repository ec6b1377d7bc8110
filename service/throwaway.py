"""A cluster for tests that leaves nothing behind: `python -m service.throwaway COMMAND …` runs a command with one."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.cluster import Cluster, ensure_cluster, stop_cluster


@contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    """Give a running cluster for a while; its files go with it."""
    data_dir = Path(tempfile.mkdtemp(prefix="landrelease-test-"))
    try:
        cluster = ensure_cluster(data_dir, is_throwaway=True)
        try:
            yield cluster
        finally:
            stop_cluster(cluster)
    finally:
        shutil.rmtree(data_dir)


def main(command: Sequence[str]) -> int:
    """Run a command that finds the cluster in `LANDRELEASE_TEST_DATABASE_URL`, and give its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with throwaway_cluster() as cluster:
        process = subprocess.Popen(command, env={**os.environ, "LANDRELEASE_TEST_DATABASE_URL": cluster.superuser_url})
        # Ctrl-C reaches the command as well: it ends in its own time, and then the cluster goes.
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        code = process.wait()
        return code if code >= 0 else 128 - code  # as a shell tells which signal ended it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How the process that answers requests leaves those that work beside it, and how one of these begins.

Next to nothing is imported here: what a process imports after it has begun is less urgent already.
"""

import gc
import os
import signal
import sys
import threading
from importlib import import_module
from multiprocessing import parent_process

from gis.memory import no_cyclic_collection

NICENESS = 10


def leave_when_told() -> None:
    """Have signals that ask this process to end let it end, as Ctrl-C does, what it has begun."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))


def begin_beside(module: str) -> None:
    """Be less urgent than whoever answers requests, leave Ctrl-C to it, end with it, however it ends, and import."""
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with no_cyclic_collection():  # a fifth of the import
        import_module(module)
    gc.freeze()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(0)

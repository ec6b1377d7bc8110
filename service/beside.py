"""How the process that answers requests leaves those that work beside it, and how one of these begins.

Next to nothing is imported here: what a process imports after it has begun is less urgent already.
"""

import os
import signal
import sys
import threading
from multiprocessing import parent_process

NICENESS = 10


def leave_when_told() -> None:
    """Have signals that ask this process to end let it end, as Ctrl-C does, what it has begun."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: sys.exit(128 + received))


def begin_beside() -> None:
    """Be less urgent than whoever answers requests, leave Ctrl-C to it, and end with it, however it ends."""
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(0)

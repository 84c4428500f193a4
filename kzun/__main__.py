"""The command line, as `python -m kzun` and as the console script; Ctrl-C is quiet even while it loads."""

import gc
import os
import sys
from contextlib import suppress

_MANY = 50_000  # new objects before cycles are looked for: a search makes many, and hardly any cycle


def run() -> None:
    """Leave with the status of the command.

    A command is over in the time that Python takes to load it, so that what is tidied for a long life costs
    a sixth of that: no cycle is looked for among what is loaded, and nothing is taken apart at the end.
    """
    gc.disable()
    try:
        from kzun.cli import main  # here, where an interruption is caught

        gc.freeze()
        gc.set_threshold(_MANY)
        gc.enable()
        status = main()
    except KeyboardInterrupt:
        status = 130
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or full, of which `main` has told
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    run()

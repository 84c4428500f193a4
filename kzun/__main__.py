"""The command line, as `python -m kzun` and as the console script; Ctrl-C is quiet even while it loads."""

import sys


def run() -> None:
    """Leave with the status of the command."""
    try:
        from kzun.cli import main  # here, where an interruption is caught

        status = main()
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    run()

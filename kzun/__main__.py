"""The command line, as `python -m kzun`."""

from kzun.cli import run

if __name__ == "__main__":
    run()

"""Run the command line: `python -m events_app`."""

from events_app.cli import main

if __name__ == "__main__":
    main()

"""Start the product's own server command on the application that says hello too: `python -m benchmarks.serving`."""

from events_app import cli

if __name__ == "__main__":
    cli.APPLICATION = "benchmarks.application:both"
    cli.main(["serve"])

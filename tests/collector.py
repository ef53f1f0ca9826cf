"""Python's collector of garbage rests while tests are imported, and leaves alone afterwards what stays to the end.

Going over a thousand modules and doors again and again took a fifth of the time of most tests.
"""

import gc

YOUNG = (20_000, 20, 50)
"""How much is allocated between two rounds, as gc.set_threshold takes it."""

gc.disable()


def pytest_collection_finish() -> None:
    """Begin to collect, from here on."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG)
    gc.enable()

"""How `running` and its `child` speak: names of what is to be solved, marks of what comes out, exit codes.

Apart from both, so that the process of the server need not import what solves.
"""

from typing import Final

ASSIGNMENT: Final = "assignment"
ALLOTMENT: Final = "allotment"
CONTROL: Final = "control"
"""An allotment in which all choose in turn."""
PROGRESS: Final = b"p"
ANSWER: Final = b"a"
OVER_MEMORY: Final = 75
ORPHANED: Final = 76
LENGTH_BYTES: Final = 8

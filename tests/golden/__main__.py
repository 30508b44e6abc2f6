"""Draws the golden frames anew: `python -m tests.golden`. Look at what has changed before you commit it."""

from tests.golden.frames import CASES, frame, packed, shrunk

for case in CASES:
    case.path.write_bytes(packed(shrunk(frame(case), case.form)))
print(f"{len(CASES)} golden frames drawn; git diff tells which have changed.")

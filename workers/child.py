"""One task: `python -m workers.child JOB LANGUAGE words|film`, started by `Local`."""

from __future__ import annotations

import sys

from workers.stages import work_on
from workers.start import received

if __name__ == "__main__":
    work_on(received(), sys.argv[1], sys.argv[2], sys.argv[3])  # type: ignore[arg-type]

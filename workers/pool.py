"""One Celery worker: `python -m workers.pool models|render N`, started by `lotse worker`."""

from __future__ import annotations

import sys

from workers.app import KINDS, work
from workers.start import received

if __name__ == "__main__":
    work(received(), KINDS[KINDS.index(sys.argv[1])], int(sys.argv[2]))

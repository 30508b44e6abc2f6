"""In: a script of the staff, its translations and recordings beside it. Out: a Script and its Supplied, checked.

Nothing is read for meaning here: what an author typed is what will be shown, apart from Markdown's own marks.
"""

from pipeline.ingest.beside import companions, recordings
from pipeline.ingest.read import read_script, read_supplied

__all__ = ["companions", "read_script", "read_supplied", "recordings"]

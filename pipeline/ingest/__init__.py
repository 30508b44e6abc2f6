"""In: a script of the staff and the translations lying beside it. Out: a Script and its Supplied, checked line by line.

Nothing is read for meaning here: what an author typed is what will be shown, apart from Markdown's own marks.
"""

from pipeline.ingest.beside import companions
from pipeline.ingest.read import read_script, read_supplied

__all__ = ["companions", "read_script", "read_supplied"]

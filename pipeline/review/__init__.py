"""Review files: a form goes out as plain text that opens anywhere; what a person saves comes back as
a name and a text."""

from pipeline.review.decode import decode
from pipeline.review.form import Form, Line, write
from pipeline.review.parse import ReviewFile, StaleError, parse

__all__ = ["Form", "Line", "ReviewFile", "StaleError", "decode", "parse", "write"]

"""A Film goes in; the same film comes out marked and signed, so that a machine can tell what it is and whose.

XMP first, then the signature over everything; the fingerprint is logged beside it and survives what strips the file.
"""

"""A finished MP4 and what it should show go in; a Report of measured gates comes out."""

"""Pages for people, from what a report.json says: they open from a folder, without a server. The report of a film, the
start page and the overview of a title."""

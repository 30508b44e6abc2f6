"""Spreads the stages of `pipeline` over processes and machines: a shared folder goes in, films come out. Nothing here
can do what one process without a queue could not."""

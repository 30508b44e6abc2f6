"""The `lotse` commands that need a shared folder or workers, one group a file."""

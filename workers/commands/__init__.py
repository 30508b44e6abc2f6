"""The `lotse` commands that need workers, one group a file."""

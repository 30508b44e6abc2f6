"""The commands of `lotse` that need workers, one group a file."""

"""The `lotse` commands, one group a file. They take words from a terminal and give words and an exit status."""

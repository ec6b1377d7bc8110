"""The commands, a module for each area; each imports what it needs when it runs, so that `--help` answers at once."""

"""How good the records are: what is open in them, how late they come, what they leave out (domain.md 10.7)."""

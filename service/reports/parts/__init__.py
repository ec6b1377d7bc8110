"""The tables that reports are made of, each with what it asks and what is said around it."""

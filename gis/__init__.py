"""The domain in plain values: no web framework, no database, no clock."""

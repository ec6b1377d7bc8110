"""People, their passwords, sessions and access tokens."""

"""Maps on paper: sheets with everything around them that is needed to read them without the service."""

"""Reports that make themselves: when, in whose name, and who gets them by mail."""

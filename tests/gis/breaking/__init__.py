"""For every kind of issue, a file that has it and one that nearly has."""

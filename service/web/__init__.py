"""The web application: pages rendered by the server, each in both languages."""

"""Folium maps that need nothing from the internet."""

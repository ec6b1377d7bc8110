"""Opening a file of unknown worth: what it is, what lies in it, and its features part by part."""

from gis.files.opening import opened
from gis.files.source import Part, Source, SourceLayer

__all__ = ["Part", "Source", "SourceLayer", "opened"]

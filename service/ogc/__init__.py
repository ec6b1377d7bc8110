"""The published layers for GIS clients and scripts: collections of features, in the form that an upload takes."""

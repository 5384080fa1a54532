"""The bottom of the house: files of weights and the manifest of a model package."""

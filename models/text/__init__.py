"""Text to ids and back, and the layout of a source."""

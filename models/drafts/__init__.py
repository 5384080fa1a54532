"""First translations from phrase tables: docs/drafts-format.md describes files, tokens and search."""

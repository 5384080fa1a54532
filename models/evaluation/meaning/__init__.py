"""Tests of meaning: negation, and the place of German verbs, on sentences of our own."""

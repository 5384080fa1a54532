"""Quality on the held-out sets, measured through the engine that is shipped."""

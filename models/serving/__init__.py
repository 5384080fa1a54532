"""Serving a package to a team: repository for inference servers, runtime, local server, measurements."""

"""Instruct-XMLR: an encoder-only masked language model that writes whole answers (Xiao et al., ICLR 2024)."""

"""Evaluation as in the paper: understanding by PromptSource's prompts, and translation by length and iterations."""

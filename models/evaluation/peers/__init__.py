"""mT0 and BLOOMZ through `transformers`, asked the same questions."""

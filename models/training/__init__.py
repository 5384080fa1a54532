"""CMLM training (Ghazvininejad et al. 2019) of an Instruct-XMLR model, resumable to the bit."""

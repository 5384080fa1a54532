"""The reference decoder: Mask-Predict in PyTorch float32, which the product's engine equals token for token."""

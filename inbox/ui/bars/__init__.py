"""The bars: above, search and the way to commands and keys; below, the honest state of things."""

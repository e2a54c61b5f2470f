"""Asking a prescriber: the packet is filled as far as the chart goes, and everything in it can be changed."""

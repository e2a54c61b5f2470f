"""The staff inbox workstation: a pooled, deadline-sorted inbox for a patient portal."""

__version__ = "0.1.0"

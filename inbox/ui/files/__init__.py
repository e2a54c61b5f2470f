"""Files with messages: chosen and read for a reply, shown with it, opened."""

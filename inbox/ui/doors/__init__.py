"""Pages that fill the window while there is no desk: sign-in, first sync, lock, and when nothing opens."""

"""Small shared widgets, one a file. Each takes the theme first, follows it, and says its name aloud."""

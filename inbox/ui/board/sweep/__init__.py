"""The sweep before closing: `finding` reads it, `tab` shows it, `acts` goes through it item by item."""

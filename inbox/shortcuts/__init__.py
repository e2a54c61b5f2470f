"""What a person's hands know: keys, smartphrases and speed buttons, all of them data a clinic may change.

keys, trie, keymap    which keys ask for which command, in which part of the window
dispatcher, guard     from a key press to a command's id, and when a key must not count (Qt: dispatcher only)
phrases               smartphrases: grammar, expansion, what still stops a reply
steps, quick          speed buttons: named sequences of steps, and what each will do before it is pressed
"""

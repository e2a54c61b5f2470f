"""What a person's hands know: keys, smartphrases and speed buttons, all of them data a clinic may change.

keys, trie, keymap    which keys ask for which command, in which part of the window
reader, dispatcher    from key presses to a command's id (Qt: dispatcher only)
guard, press_time     when a key must not count, and when it really went down
phrases               smartphrases: grammar, expansion, what still stops a reply
steps, quick, preview speed buttons: named sequences of steps, and what each will do before it is pressed
kit                   the phrases and speed buttons in force
"""

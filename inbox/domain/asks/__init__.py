"""What a message asks for, by the words in it: a suggestion beside what the patient chose, never a change.

    signs = read_folder(folder)            (reading: resources/asks, checked)
    asks = find(signs, subject, text)      (finding: every ask with its score and the words that say so)

Patterns are written in the language of `red_flags.wording`, looked up word by word, in linear time.
"""

from inbox.domain.asks.ask import Ask, Score, Span
from inbox.domain.asks.finding import find
from inbox.domain.asks.reading import AsksError, read_files, read_folder
from inbox.domain.asks.signs import Signs

__all__ = ["Ask", "AsksError", "Score", "Signs", "Span", "find", "read_files", "read_folder"]

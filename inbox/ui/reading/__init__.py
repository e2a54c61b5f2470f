"""The reading pane: the conversation, what one may do about it, and the answer being written.

situation     the item on screen with its patient, chart and promise
inert         hostile text made harmless     moments       times as people say them
timeline      what the thread shows, in order and folded      thread_writer, thread_view  written and shown
header        subject, clock, commands       red_flag      the strip of a red flag
composer      the reply: editor, completion, pick_list, unsettled, drafts
buttons       the speed buttons and what each will do
notice        what was refused or overtaken  leaving       what leaves in a few seconds
pane          all of it together
"""

"""The reading pane: the conversation, what one may do about it, and the answer being written.

situation     the item on screen with its patient, chart and promise
moments       times as people say them
timeline      what the thread shows, in order and folded
thread_view   the thread on screen; thread_writer writes it, thread_marks paints behind it
header        subject, clock, commands       red_flag      the strip of a red flag
composer      the reply; composer_frame draws it, drafts keeps it
editor        its field (plain_field, edits, utf16, field_marks)
settling      blanks, lists and refused sends (completion, pick_list, unsettled)
buttons       the speed buttons and what each will do
notice        what was refused or overtaken  leaving       what leaves in a few seconds
answer_area   all that stands below the thread      pane    all of it together
"""

"""The worklist: every open obligation of a view, most urgent first.

words     what a row says, formatted once       model    ids of the view and prepared rows, by page
delegate  paints a prepared row                  pane     the list with its heading and counts
"""

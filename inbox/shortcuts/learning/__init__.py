"""The 80/20 rule taken literally: what somebody does nearly always is offered as one key.

private     what of a reply is the patient's: links where a phrase can say it, blanks for the rest
tokens      a text as words with the space before each
parts       a reply's greeting, its body, and what everybody's replies end with
template    what many replies have in common, and where they differ
habits      the habit in finished work, if there is one
answers     what was said to offers
making      a habit as a phrase and a speed button
"""

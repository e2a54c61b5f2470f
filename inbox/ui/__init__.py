"""What a person sees and presses. Qt only: reads queries, runs commands.

look      colours, type, icons, painting      parts     small shared widgets
desk      what every screen is given          window    the four regions and what lies over them
conductor from a command's id to what happens
rail, worklist, reading, patient, status      the regions, a folder each
overlays  palette, help, choosers, outbox     doors     sign-in, first sync, lock
"""

"""Lists of phrases as people bring them from other systems, and take them along.

table    a text or CSV file as rows of name, title and text, whatever its encoding and columns
foreign  another system's signs (`@NAME@`, `{LIST:123}`) in this program's grammar, and what has no meaning
brought  each row as a phrase to be looked at before it is kept: what it became, and which name it takes
export   phrases as a CSV file that no spreadsheet takes for formulas
"""

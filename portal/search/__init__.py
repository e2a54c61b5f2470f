"""FHIR search.

parameters is the table of what can be searched, extract turns a resource into index rows by that table,
query reads a search as sent, criteria turns each condition into SQL, paging orders and cuts pages, results
runs it all.
"""

"""Who may do what: SMART App Launch (standalone, public clients, PKCE) and the rights of each staff role.

scopes is the table of roles and the reading of scope strings, sessions keeps codes and tokens, identity signs
ID tokens, pages is the HTML people see, endpoints are the HTTP routes.
"""

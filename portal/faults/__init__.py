"""Misbehaviour on demand, in test mode only: lost connections, slow, doubled and refused requests.

rules says when which fault strikes, injector carries it out around the whole application, wire lets it break
a real connection.
"""

"""Misbehaviour on demand, in test mode only: lost connections, slow, doubled, held up and refused requests.

rules says when which fault strikes, injector carries it out around the whole application, held keeps writes
in flight, wire lets it break a real connection.
"""

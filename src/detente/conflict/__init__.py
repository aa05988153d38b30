"""conflict.yaml: parties, options, states, moves and preferences.

`file.read(path)` gives a `Conflict`; `graph.graph_model(conflict)` lists its states and ranks them.
"""

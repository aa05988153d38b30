"""The brief's drawings: plain SVG made here, the same bytes for the same input, one module a figure.

Each module has ``draw(...) -> Figure | None``; None where there is nothing worth drawing.
"""

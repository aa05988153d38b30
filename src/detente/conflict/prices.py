"""How high a price may be: of an option in conflict.yaml, and of a weight of the outlook."""

from __future__ import annotations

from typing import Final

HIGHEST_PRICE: Final = 1e6  # prices are added up to nine decimals, which doubles hold to here and beyond

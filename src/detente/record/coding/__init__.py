"""How events are coded: tokens, a small dependency parser, a lexicon of triggers, and the rules that join them."""

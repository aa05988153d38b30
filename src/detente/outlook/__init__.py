"""What follows from the record and the conflict together."""

"""Who is who: from a source as printed to the actor, person and office meant, by the case, the gazetteer and what stands before it in the report."""

"""Question and clauses in, answer out: recognise the situation, rank the clauses, decide, know how sure."""

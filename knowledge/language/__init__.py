"""Words as staff and policies use them: tokens, stems, typing mistakes, concepts, question forms."""

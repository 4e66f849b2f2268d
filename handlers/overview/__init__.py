"""How the school stands with its policies, in numbers for head, chair and governors: nobody's name is in it."""

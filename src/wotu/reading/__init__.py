"""Reading documents: prose becomes figures with evidence, held against each other."""

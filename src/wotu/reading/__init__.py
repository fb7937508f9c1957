"""Reading documents: prose becomes figures with evidence, and figures are held against each other."""

"""How siblings become their parent: one module for each idea."""

"""Where weights among siblings come from: one module for each idea."""

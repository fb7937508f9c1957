"""Which links of which chains a firm stands on, how sure that is, and by which words."""

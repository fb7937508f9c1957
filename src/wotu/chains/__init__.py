"""Industry chains: firms placed on maps, links measured, gaps mended."""

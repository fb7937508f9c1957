"""Reports: written once as a document of paragraphs, tables and charts, rendered thrice."""

"""Decision tables of DMN 1.3 and 1.4, turned into rule files."""

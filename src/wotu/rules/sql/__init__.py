"""A rule as SQL: the same layout that runs on Polars, printed for DuckDB, Spark or PostgreSQL."""

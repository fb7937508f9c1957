"""Building snapshots: lake and packs in, an immutable database out."""

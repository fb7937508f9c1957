"""The Django site of Wotu: knows the library ``wotu``, never the reverse."""

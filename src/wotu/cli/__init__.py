"""The command line: one module a group of commands; every command is parse, call, print."""

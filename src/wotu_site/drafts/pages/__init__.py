"""The pages of drafts: trying one, the list, and several side by side."""

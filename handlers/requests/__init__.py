"""Asking for permission: a page, a device, contact with pupils, pictures, the authority to post; and what was given."""

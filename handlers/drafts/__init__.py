"""Posts for the school's accounts: drafted by anyone, looked through, decided by whom the policy names."""

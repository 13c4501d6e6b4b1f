"""What people are told unasked: that there may be news, and to whoever shows who they are, which."""

"""What people are told unasked: that there may be news; which, only who shows who they are."""

"""Personal data that people see, change and erase, and what they prefer."""

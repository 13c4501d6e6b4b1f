"""How well intents are matched, beside other ways to match them."""

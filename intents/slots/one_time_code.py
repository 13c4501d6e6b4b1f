"""A code that is good once: read from another telephone, or from the same one while it speaks."""

from intents.slots.digits import Digits
from intents.slots.kind import KeyEntry

ONE_TIME_CODE = Digits("one_time_code", KeyEntry(6, 6, looking_s=10.0), unasked=6, free=False)

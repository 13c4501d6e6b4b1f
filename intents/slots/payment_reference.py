"""The reference that a payment of contributions is made with: 700 040 320 247."""

from stdnum.iso7064 import mod_97_10

from intents.slots.checked import CheckedNumber

PAYMENT_REFERENCE = CheckedNumber("payment_reference", length=12, checks=mod_97_10.is_valid)

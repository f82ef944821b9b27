"""Answer drafts (ร่างคำตอบ): what somebody has typed so far, kept so that no keystroke is lost.

A draft is no event and no official record (U27): it goes when its item is completed or
cancelled, when its writer is excluded from the case (U2), when she clears it, and in time.

It is sealed as the answers will be: under the data key of the case, for its own place; before
there is a case, under the key of the office. What was typed into a sealed field (the name of a
complainant) is encrypted apart from the rest and shown to nobody but who typed it: whoever is
given a draft gets it without identities, because she would open those by right and on record
only. Passwords and files never come here.
"""

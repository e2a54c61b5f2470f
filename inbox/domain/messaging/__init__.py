"""The portal's rules for messages: who may write and be written to, how much, what counts as a visit."""

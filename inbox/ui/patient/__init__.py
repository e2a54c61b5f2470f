"""The patient beside the conversation: who they are, what they take, how they are. There offline too."""

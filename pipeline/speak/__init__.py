"""Takes the sentences of one language and a voice; gives a WAV per sentence with the times of its words and phonemes.

Also builds the film's whole soundtrack from those WAVs at the right loudness."""

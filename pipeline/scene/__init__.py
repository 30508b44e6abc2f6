"""Speech and words go in; a Timeline comes out, and for every frame the pictures that lie on it.

Text is set by Skia (HarfBuzz, ICU), never by a subtitle language: nothing that a script says can become a command.
"""

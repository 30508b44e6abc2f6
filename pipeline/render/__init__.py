"""A Scene and a sound track go in; a film comes out. Frames are streamed, never collected."""

"""A pack's fixed words go out as a form for a native speaker; filled in, it comes back as the house's signed words."""

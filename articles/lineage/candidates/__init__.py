"""Which stored text could this one come from: what texts share, how alike they are, and what they say of themselves."""

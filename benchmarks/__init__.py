"""How fast the site is, measured on one machine in one run. Nothing of the site imports from here."""

"""How moments are written where Django's own format would be used, which is above all in the administration."""

"""FASHN's hosted try-on: photos leave the house, so the model's consent must name it."""

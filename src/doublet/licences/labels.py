"""The visible label of a picture, as licences promise it and deliveries carry it. Pure."""

from __future__ import annotations

LABEL = "AI-generated image of a real model, used with consent"
FICTIONAL_LABEL = "AI-generated image of a fictional model"

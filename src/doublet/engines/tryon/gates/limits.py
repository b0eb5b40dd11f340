"""The gates and their limits. How each was chosen is measured by `bench.drape --split` and the tests' damages."""

from __future__ import annotations

from doublet.engines.tryon.gates.verdict import Gate

_AGAIN = "Ask for the picture again with another photo of hers or another engine."

FACE_ALIKE = Gate(
    "face_not_hers",
    "Likeness",
    "at least",
    0.50,
    "The face in the picture is not clearly the face of the capture photo.",
    _AGAIN,
)
FACE_KEPT = Gate(
    "face_changed",
    "Face kept",
    "at least",
    0.93,
    "The face in the picture was changed from the capture photo.",
    _AGAIN,
)
COLOUR = Gate(
    "garment_colour_changed",
    "Colour",
    "at most",
    5.0,
    "The garment's colour in the picture is not the colour of its photo.",
    "Photograph the garment in neutral daylight, or choose a neutral light for the scene.",
)
PRINT = Gate(
    "garment_print_changed",
    "Print",
    "at least",
    0.45,
    "The print or logo in the picture is not the one of the garment photo.",
    "Photograph the garment flat and sharp, with nothing folded over its print.",
)
MIRRORED = Gate(
    "garment_print_mirrored",
    "Print the right way round",
    "at most",
    0.07,
    "The print is mirrored.",
    "Check that the garment photo itself is not mirrored, then ask again.",
)
SLEEVE = Gate(
    "sleeve_length_changed",
    "Sleeve length",
    "at most",
    0.28,
    "The sleeves in the picture do not end where the garment's sleeves end.",
    "Check the garment's landmarks at the cuffs, and lay the sleeves clear of the sides.",
)
HEM = Gate(
    "hem_changed",
    "Hem",
    "at most",
    0.3,
    "The garment ends higher or lower in the picture than it is long.",
    "Check the garment's landmarks at the hem, and type its length in centimetres.",
)
BASE_LEFT = Gate(
    "base_layer_left",
    "Old clothes left",
    "at most",
    0.045,
    "Some of what she wore in the capture photo still shows beside the garment.",
    "Use a photo in a smaller base layer, or a longer or wider garment.",
)
HOLES = Gate(
    "garment_torn",
    "Holes",
    "at most",
    0.008,
    "The garment has holes or torn seams.",
    "Check the garment's landmarks, or photograph it laid flat on a plain ground of another colour.",
)
FLOATING = Gate(
    "floating_pieces",
    "Floating pieces",
    "at most",
    0.004,
    "Pieces float beside the figure.",
    "Use a photo on a plain backdrop with nothing else in it.",
)
HALO = Gate(
    "halo",
    "Halo",
    "at most",
    0.25,
    "A bright or dark line runs round the figure.",
    "Use a photo on a plain backdrop of another brightness than her and her clothes.",
)
ROUGH = Gate(
    "ragged_edge",
    "Ragged edges",
    "at most",
    0.12,
    "The garment's edge is ragged.",
    "Photograph the garment sharp, on a plain ground of another colour.",
)

"""Small line drawings beside the doors of the boundary page: SVG paths on a square of 24."""

from __future__ import annotations

_MEGAPHONE = "M4 10v4h3l8 4V6l-8 4zM18 9c1 1 1 5 0 6M8 14l1 5"
_PAGE = "M5 3h10l4 4v14H5zM15 3v4h4M8 11h8M8 14h8M8 17h5"
_BILLBOARD = "M3 4h18v10H3zM8 14v7M16 14v7"

# group of doors -> door -> path
PATHS: dict[str, dict[str, str]] = {
    "kinds": {
        "everyday": "M8 4 3 7v4l3-1v10h12V10l3 1V7l-5-3a4 4 0 0 1-8 0z",
        "evening": "M9 3v3l2 5-5 10h12l-5-10 2-5V3M9 4a3 3 0 0 0 6 0",
        "sport": "M3 16V8l4 3 3-2 4 5 6 1v3H3zM3 18v2h17v-2",
        "swim": "M3 8c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 13c2-2 4-2 6 0s4 2 6 0 4-2 6 0M3 18c2-2 4-2 6 0s4 2 6 0 4-2 6 0",
        "lingerie": "M4 5v4c0 4 3 6 5 6s3-1 3-3c0 2 1 3 3 3s5-2 5-6V5M4 9c4 0 7 1 8 4 1-3 4-4 8-4",
        "fur": "M8 3 5 8v13h14V8l-3-5M8 3l4 9 4-9M12 12v9",
    },
    "settings": {
        "studio": "M4 3h16M7 3v13c0 2-1 4-3 5M17 3v13c0 2 1 4 3 5M4 21h16",
        "daylight": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
        "evening": "M19 15A8 8 0 0 1 9 5a8 8 0 1 0 10 10z",
        "alcohol": "M6 3h12l-1 6a5 5 0 0 1-10 0zM12 14v7M8 21h8",
        "tobacco": "M3 15h13v3H3zM18 15v3M21 15v3M20 12c0-3-3-2-3-5",
        "gambling": "M4 4h16v16H4zM9 9h.01M15 9h.01M12 12h.01M9 15h.01M15 15h.01",
        "faith": "M10 11h4v10h-4zM12 11V9M12 9c-3-2 0-4 0-6 0 2 3 4 0 6zM7 21h10",
        "politics": "M4 11h16v10H4zM9 11V4h6v7M11 7h2M8 15h8",
    },
    "exposure": {
        "shoulders": "M12 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 21v-4c0-4 4-5 9-5s9 1 9 5v4M7 21l1-5c2 2 6 2 8 0l1 5",
        "legs": "M7 3h10l1 6h-5l-1 12M6 9h5M6 9l1-6M8 9l1 12M9 21h3M14 9l1 12M15 21h3",
        "midriff": "M7 3l-1 5h12l-1-5M7 15l-1 6h12l-1-6M8 8c1 3 1 4-1 7M16 8c-1 3-1 4 1 7M12 12v.01M7 15h10",
        "neckline": "M5 4c0 3-2 3-2 6v11h18V10c0-3-2-3-2-6M8 4l4 12 4-12",
        "back": "M12 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM5 21V11l3-1M19 21V11l-3-1M8 10c0 6 2 9 4 9s4-3 4-9M12 11v5",
        "sheer": "M5 5h14v14H5zM5 9h14M5 13h14M5 17h14M9 5v14M13 5v14M17 5v14",
    },
    "poses": {
        "standing": "M12 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM12 7v7M8 9h8M12 14l-2 8M12 14l2 8",
        "walking": "M13 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM12 7l-1 7M12 8l-4 4M12 8l4 3M11 14l5 3 1 5M11 14l-3 4-3 3",
        "sitting": "M9 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM9 7v8h6v7M9 10l5 2M5 15h4M5 15v7",
        "lying": "M4 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 13h13M11 13l3-4h4M2 18h20",
        "close_up": "M3 3h5M3 3v5M21 3h-5M21 3v5M3 21h5M3 21v-5M21 21h-5M21 21v-5M12 7a4 5 0 1 0 0 10 4 5 0 0 0 0-10z",
        "from_behind": "M12 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM8 6c2 3 6 3 8 0M5 21c0-5 3-8 7-8s7 3 7 8M12 13v8",
    },
    "company": {
        "adults": "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM16 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-4 2-7 5-7 2 0 3 1 4 3 1-2 2-3 4-3 3 0 5 3 5 7",
        "animals": "M4 5l3 5h5l5 3v8h-3v-5H9v5H6v-7L3 11zM17 13c2 0 3-1 4-4M6 9h.01",
    },
    "purposes": {
        "ecommerce": "M5 8h14l1 13H4zM9 11V7a3 3 0 0 1 6 0v4",
        "lookbook": "M12 6c-2-2-5-2-8-2v14c3 0 6 0 8 2 2-2 5-2 8-2V4c-3 0-6 0-8 2zM12 6v14",
        "social_organic": "M4 5h16v11h-9l-5 4v-4H4z",
        "social_paid": "M4 5h16v11h-9l-5 4v-4H4zM12 8v5M10 10l2-2 2 2",
        "print": _PAGE,
        "ooh": _BILLBOARD,
        "editorial": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M12 20h8",
    },
    "channels": {
        "own_web": "M3 5h18v14H3zM3 9h18M6 7h.01M9 7h.01",
        "own_social": "M7 2h10v20H7zM11 19h2",
        "marketplaces": "M4 11v10h16V11M3 9l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0z",
        "paid_ads": _MEGAPHONE,
        "email": "M3 6h18v12H3zM3 6l9 7 9-7",
        "print": _PAGE,
        "ooh": _BILLBOARD,
    },
    "alterations": {
        "hair": "M6 20C4 10 6 4 12 4s8 6 6 16M9 12c3 0 5-2 6-4 0 2 1 3 2 4",
        "makeup": "M9 12h6v9H9zM10 12V6l4-3v9M9 16h6",
        "accessories": "M3 13a4 4 0 1 0 8 0 4 4 0 0 0-8 0zM13 13a4 4 0 1 0 8 0 4 4 0 0 0-8 0zM11 13h2M3 13l2-6M21 13l-2-6",
        "body_shape": "M12 2a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 9h10M9 9c1 4 1 5 0 12M15 9c-1 4-1 5 0 12M12 15v6",
    },
    "processors": {
        "fashn": "M3 10h8v11H3zM5 13h1M8 13h1M5 17h1M8 17h1M13 15h8M18 12l3 3-3 3M14 4h7v5h-7z",
    },
}

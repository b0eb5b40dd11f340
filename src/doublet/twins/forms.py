"""Opening a set and adding photos to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


class OpenForm(forms.Form):
    """Begin a set. Two ticks of her own, neither set beforehand."""

    attests_adult = forms.BooleanField(label="I was 18 or older on every photo that I upload", required=False)
    may_compare_faces = forms.BooleanField(
        label="My photos may be compared with each other, to find photos of somebody else",
        required=False,
        help_text="In memory, for a few minutes; nothing of it is kept. Without it, the operator looks at your "
        "photos before a twin is made.",
    )


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes many at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name))


class ManyPhotos(forms.FileField):
    """One or many files; what they hold is judged by decoding them."""

    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif"})

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        clean = super().clean
        return [clean(each, initial) for each in data] if data else [clean(None, initial)]


class PhotosForm(forms.Form):
    """Photos for a set."""

    photos = ManyPhotos(
        label="Your photos",
        help_text="JPEG, HEIC, PNG, WebP or AVIF, up to 40 MB each. Place, time and all other hidden data are dropped.",
    )
    wanted = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class SelfieForm(forms.Form):
    """One challenge selfie. On a phone the field opens the front camera."""

    selfie = forms.FileField(
        label="Your selfie",
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "user"}),
        error_messages={"required": "Take the selfie first."},
    )
    may_send_to_vendor = forms.BooleanField(required=False)


class WaiveForm(forms.Form):
    """Why the operator waives the selfie."""

    reason = forms.CharField(
        label="How do you know that the photos are hers?",
        max_length=500,
        widget=forms.Textarea,
        help_text="It is kept with the set, and she reads it.",
    )

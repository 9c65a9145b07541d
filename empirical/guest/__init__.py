"""A stranger's network: loaded, called in its own form, never changed."""

from empirical.guest.adapter import Guest, guest
from empirical.guest.form import Form, GuestError
from empirical.guest.loading import load

__all__ = ["Form", "Guest", "GuestError", "guest", "load"]

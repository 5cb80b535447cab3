"""The identity provider that staff sign in with, over OpenID Connect."""

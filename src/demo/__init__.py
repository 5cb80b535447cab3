"""A demonstration: its made-up staff, the provider that they sign in with, its phones, and an office with citizens."""

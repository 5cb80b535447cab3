"""Databases for what is tested on real ones."""

from tests.databases import durable_url, lent, migrated, postgresql_url, server, sqlite_url, store, template, url

__all__ = ["durable_url", "lent", "migrated", "postgresql_url", "server", "sqlite_url", "store", "template", "url"]

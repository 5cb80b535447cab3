"""The contract suites run on every kind of database."""

from tests.databases import durable_url, lent, migrated, postgresql_url, server, sqlite_url, store, template, url

__all__ = ["durable_url", "lent", "migrated", "postgresql_url", "server", "sqlite_url", "store", "template", "url"]

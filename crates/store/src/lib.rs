//! Keeping it: SQLite or PostgreSQL, scopes, transactions, migrations, one file per aggregate.

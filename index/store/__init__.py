"""All SQL: connection, migrations, and one file a concern."""

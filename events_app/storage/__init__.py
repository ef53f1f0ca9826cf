"""The only rooms that know a database: tables, engines, migrations, and one module of reads and writes per noun."""

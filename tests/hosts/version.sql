SELECT 'SQLite ' || sqlite_version() AS answer

require "sqlite3"

database = SQLite3::Database.new(ENV["UTI_DATABASE"])
database.enable_load_extension(true)
database.load_extension(ENV["UTI_EXTENSION"])
database.enable_load_extension(false)
database.execute(File.read(ENV["UTI_QUERY"])) { |row| puts row[0] }

host_version() { ruby -e 'require "sqlite3"; puts "sqlite3 gem #{SQLite3::VERSION}, Ruby #{RUBY_VERSION}"'; }
host_answers() { ruby answers.rb; }

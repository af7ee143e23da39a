host_version() { php -r 'echo "PHP ", PHP_VERSION, "\n";'; }
host_answers() { php -d sqlite3.extension_dir="$(dirname "$UTI_EXTENSION")" answers.php; }

<?php
// Only file names inside sqlite3.extension_dir are taken, which php.ini or -d sets.
$database = new SQLite3(getenv('UTI_DATABASE'));
if (!$database->loadExtension(basename(getenv('UTI_EXTENSION')))) exit(1);
$rows = $database->query(file_get_contents(getenv('UTI_QUERY')));
while ($row = $rows->fetchArray(SQLITE3_NUM)) echo $row[0], "\n";

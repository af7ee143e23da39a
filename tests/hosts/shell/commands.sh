host_version() { echo "shell of Debian $(dpkg-query -W -f '${Version}' sqlite3)"; }
host_answers() { sqlite3 -batch "$UTI_DATABASE" ".load '$UTI_EXTENSION' sqlite3_uti_init" ".read $UTI_QUERY"; }

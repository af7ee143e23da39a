host_version() { echo "sqlcipher $(dpkg-query -W -f '${Version}' sqlcipher)"; }
host_answers() { echo ".load '$UTI_EXTENSION' sqlite3_uti_init" | sqlcipher -batch "$UTI_DATABASE" 2>&1; }

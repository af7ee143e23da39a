host_install() { mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib; }
host_version() { basename lib/sqlite-jdbc-*.jar .jar | tr '\n' ','; java -version 2>&1 | head -1 | sed 's/ version "\([^"]*\)".*/ \1/; s/^/ /'; }
host_answers() { java -cp 'lib/*' Answers.java; }

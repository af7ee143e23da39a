host_install() { cargo build --quiet --release; }
host_version() { echo "rusqlite $(cargo tree --quiet --depth 1 --prefix none | sed -n 's/^rusqlite v\([^ ]*\).*/\1/p'), $(rustc --version | cut -d' ' -f1,2)"; }
host_answers() { target/release/answers; }

host_install() { go mod tidy && CGO_ENABLED=1 go build -o answers .; }
host_version() { echo "go-sqlite3 $(go list -m -f '{{.Version}}' github.com/mattn/go-sqlite3), $(go env GOVERSION)"; }
host_answers() { ./answers; }

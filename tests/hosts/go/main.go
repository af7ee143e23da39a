package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"

	"github.com/mattn/go-sqlite3"
)

func main() {
	sql.Register("sqlite3_uti", &sqlite3.SQLiteDriver{Extensions: []string{os.Getenv("UTI_EXTENSION")}})
	database, err := sql.Open("sqlite3_uti", os.Getenv("UTI_DATABASE"))
	check(err)
	query, err := os.ReadFile(os.Getenv("UTI_QUERY"))
	check(err)
	rows, err := database.Query(string(query))
	check(err)
	for rows.Next() {
		var answer string
		check(rows.Scan(&answer))
		fmt.Println(answer)
	}
	check(rows.Err())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

import { Database } from "bun:sqlite";
import { readFileSync } from "node:fs";

const database = new Database(process.env.UTI_DATABASE);
database.loadExtension(process.env.UTI_EXTENSION);
const query = database.query(readFileSync(process.env.UTI_QUERY, "utf8"));
for (const { answer } of query.all()) console.log(answer);

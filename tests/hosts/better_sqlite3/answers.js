const fs = require("node:fs");
const Database = require("better-sqlite3");

const database = new Database(process.env.UTI_DATABASE);
database.loadExtension(process.env.UTI_EXTENSION);
const query = database.prepare(fs.readFileSync(process.env.UTI_QUERY, "utf8"));
for (const { answer } of query.all()) console.log(answer);

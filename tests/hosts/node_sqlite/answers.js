const fs = require("node:fs");
const { DatabaseSync } = require("node:sqlite");

const database = new DatabaseSync(process.env.UTI_DATABASE, { allowExtension: true });
database.loadExtension(process.env.UTI_EXTENSION);
const query = database.prepare(fs.readFileSync(process.env.UTI_QUERY, "utf8"));
for (const { answer } of query.all()) console.log(answer);

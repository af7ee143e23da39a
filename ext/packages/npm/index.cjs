"use strict";
const path = require("node:path");

function getLoadablePath() {
  return path.join(__dirname, "uti.so");
}

function load(database) {
  database.loadExtension(getLoadablePath());
}

module.exports = { getLoadablePath, load };

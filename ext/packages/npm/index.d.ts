/** The file of the extension, for a host's own way to load it. */
export declare function getLoadablePath(): string;

/** Loads the extension: better-sqlite3, libsql, bun:sqlite, or node:sqlite with allowExtension. */
export declare function load(database: { loadExtension(file: string): unknown }): void;

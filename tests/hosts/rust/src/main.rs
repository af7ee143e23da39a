use rusqlite::{Connection, LoadExtensionGuard};
use std::env::var;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let database = Connection::open(var("UTI_DATABASE")?)?;
    // Safe as far as the file that is loaded is: it runs in this process.
    unsafe {
        let _guard = LoadExtensionGuard::new(&database)?;
        database.load_extension(var("UTI_EXTENSION")?, None::<&str>)?;
    }
    let mut query = database.prepare(&std::fs::read_to_string(var("UTI_QUERY")?)?)?;
    for answer in query.query_map([], |row| row.get::<_, String>(0))? {
        println!("{}", answer?);
    }
    Ok(())
}

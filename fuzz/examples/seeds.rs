//! Writes what each target begins with: `cargo run --example seeds -- FOLDER`.

use std::{fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).expect("the folder for the seeds"));
    for door in lamplighter::tests::hostile::DOORS {
        let folder = folder.join(door.name);
        fs::create_dir_all(&folder)?;
        for (number, seed) in (door.seeds)().iter().enumerate() {
            fs::write(folder.join(number.to_string()), seed)?;
        }
    }
    Ok(())
}

//! The demo's configuration, on which the tests' own are based, and the variables that it names.

pub const CONFIG: &str = include_str!("../../../docs/demo.toml");
const VARIABLES: &str = include_str!("../../../docs/demo.env");

/// As in a shell that has read demo.env.
pub fn variables() -> impl Iterator<Item = (&'static str, &'static str)> {
    let exports = VARIABLES.lines().filter_map(|line| line.strip_prefix("export "));
    exports
        .flat_map(str::split_whitespace)
        .map(|one| one.split_once('=').unwrap_or_else(|| panic!("demo.env: {one} is no variable")))
}

/// `text` without tables that a later table of the same name replaces: TOML allows no table twice.
pub fn amended(text: &str) -> String {
    let mut tables = vec![String::new()];
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            tables.push(String::new());
        }
        tables.last_mut().unwrap().push_str(line);
    }
    let name = |table: &str| {
        let table = table.trim_start();
        let single = table.starts_with('[') && !table.starts_with("[[");
        single.then(|| table.split(']').next().unwrap_or_default().to_owned())
    };
    let names: Vec<_> = tables.iter().map(|table| name(table)).collect();
    let kept = tables.iter().enumerate().filter(|(at, _)| {
        let name = &names[*at];
        name.is_none() || !names[at + 1..].contains(name)
    });
    kept.map(|(_, table)| table.as_str()).collect()
}

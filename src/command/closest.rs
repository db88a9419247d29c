//! The names that a mistyped word may mean.

use crate::locale::bare;

/// Those of `names` that are nearest to a mistyped `word`, if they are near enough to offer. Those that are equally
/// near are all named, in their order.
pub fn closest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let word = bare(word);
    let near: Vec<_> = names
        .map(|name| (strsim::normalized_damerau_levenshtein(&word, &bare(name)), name))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .collect();
    let nearest = near.iter().fold(0.0, |nearest: f64, (likeness, _)| nearest.max(*likeness));
    let mut names: Vec<&str> = Vec::new();
    for (_, name) in near.into_iter().filter(|(likeness, _)| *likeness >= nearest) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn the_equally_near_are_all_named_and_no_other() {
        let near = |word: &str, names: &[&'static str]| closest(word, names.iter().copied());
        assert_eq!(near("ack", &["ask", "act", "stop"]), ["ask", "act"]);
        assert_eq!(near("gpu-3", &["gpu-1", "gpu-2", "gpu-33", "cpu-1"]), ["gpu-33"]);
        assert_eq!(near("gpu-3", &["gpu-1", "gpu-2", "gpu-1"]), ["gpu-1", "gpu-2"]);
        assert_eq!(near("ask", &["ask", "act"]), ["ask"]);
        assert_eq!(near("frobnicate", &["ask", "act"]), [""; 0]);
    }
}

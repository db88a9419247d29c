//! Ids as Azure and Entra write them.

/// What is wrong with a value that is no such id, after the key's name.
pub const NO_GUID: &str = "is not an id: write it as 00000000-0000-0000-0000-000000000000";

/// Whether this is an id as Azure and Entra write them: hex digits in groups of 8-4-4-4-12.
pub fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

//! What the name of a VM size says: `STANDARD_NC6S_V3` is of the family NC.
//! <https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions>

/// `NC6S_V3` of `STANDARD_NC6S_V3`.
pub fn short(size: &str) -> &str {
    const TIER: &str = "standard_";
    let is_tier = size.get(..TIER.len()).is_some_and(|tier| tier.eq_ignore_ascii_case(TIER));
    if is_tier { &size[TIER.len()..] } else { size }
}

/// Whether sizes of its family have a GPU. `None` if the family is unknown.
/// <https://learn.microsoft.com/azure/virtual-machines/sizes/overview>
pub fn has_gpu(size: &str) -> Option<bool> {
    let name = short(size).to_ascii_uppercase();
    let (family, _) = name.split_once(|c: char| !c.is_ascii_uppercase())?;
    let is_counted = name[family.len()..].starts_with(|c: char| c.is_ascii_digit());
    match family.as_bytes() {
        _ if !is_counted => None,
        [b'N', b'C' | b'D' | b'G' | b'V', ..] => Some(true),
        // FPGAs, and accelerators for video.
        [b'N', b'P' | b'M', ..] => Some(false),
        [b'A' | b'B' | b'D'..=b'H' | b'L' | b'M', ..] => Some(false),
        _ => None,
    }
}

/// Whether `part` is in the name of the size, in any case. A number in it is a whole one: `NC6` is in `NC6S_V3` and not
/// in `NC64AS_T4_V3`.
pub fn includes(size: &str, part: &str) -> bool {
    let (size, part) = (short(size).to_ascii_uppercase(), short(part).to_ascii_uppercase());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    size.match_indices(&part).any(|(at, _)| {
        let (before, after) = (size[..at].chars().next_back(), size[at + part.len()..].chars().next());
        let splits = |outside, inside| is_digit(outside) && is_digit(inside);
        !(splits(before, part.chars().next()) || splits(after, part.chars().next_back()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_says_whether_a_size_has_a_gpu() {
        for size in [
            "STANDARD_NC6",
            "Standard_NC24ads_A100_v4",
            "Standard_NC80adis_H100_v5",
            "Standard_NCC40ads_H100_v5",
            "STANDARD_ND96ISR_MI300X_V5",
            "Standard_NG32ads_V620_v1",
            "standard_nv36adms_a10_v5",
        ] {
            assert_eq!(has_gpu(size), Some(true), "{size}");
        }
        for size in ["STANDARD_DS3_V2", "Standard_A1_v2", "Standard_M64s", "Standard_FX4mds"] {
            assert_eq!(has_gpu(size), Some(false), "{size}");
        }
        for size in ["Standard_NP10s", "Standard_NM16ads_MA35D"] {
            assert_eq!(has_gpu(size), Some(false), "another accelerator: {size}");
        }
        for size in ["", "STANDARD_", "Standard_NX8s_v9", "Standard_Z4", "gpu", "NC", "Größe_4", "Basic_A1"]
        {
            assert_eq!(has_gpu(size), None, "{size}");
        }
    }

    #[test]
    fn a_part_of_the_name_is_compared_in_any_case_and_by_whole_numbers() {
        for (size, part) in [
            ("STANDARD_NC6S_V3", "NC6"),
            ("STANDARD_NC6S_V3", "nc6s_v3"),
            ("STANDARD_NC6S_V3", "Standard_NC6"),
            ("STANDARD_NC6S_V3", "nc"),
            ("STANDARD_NV36ADMS_A10_V5", "A10"),
            ("STANDARD_NC66_NC6", "nc6"),
        ] {
            assert!(includes(size, part), "{part} in {size}");
        }
        for (size, part) in [
            ("STANDARD_NC64AS_T4_V3", "NC6"),
            ("STANDARD_NC24ADS_A100_V4", "A10"),
            ("STANDARD_DS13_V2", "3_v2"),
            ("STANDARD_DS3_V2", "E4"),
            ("STANDARD_DS3_V2", "a"),
        ] {
            assert!(!includes(size, part), "{part} in {size}");
        }
    }
}

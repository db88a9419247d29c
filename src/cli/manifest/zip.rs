//! ZIP archives, uncompressed: what is packed here is small.
//!
//! Format: <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>.

/// Version 2.0 of the format, the first with folders.
const VERSION: u16 = 20;

/// The first day that the format knows, so that the same files give the same bytes.
const DATE: u16 = 1 << 5 | 1;

/// An archive of files, by name.
pub fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let at = size(&archive);
        let described = description(name, content);
        archive.extend([b"PK\x03\x04", &described[..], name.as_bytes(), content].concat());
        // No comment, the first disk, no attributes.
        let more = [&[0; 10][..], &at].concat();
        let made_by = VERSION.to_le_bytes();
        directory.extend([b"PK\x01\x02", &made_by[..], &described, &more, name.as_bytes()].concat());
    }
    let count = size(files)[..2].to_vec();
    let end =
        [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size(&directory), &size(&archive), b"\0\0"].concat();
    [archive, directory, end].concat()
}

/// What is before each file and in the directory: version, flags, method, time, date, checksum, both sizes, and the lengths
/// of the name and of what is not there.
fn description(name: &str, content: &[u8]) -> Vec<u8> {
    let numbers = [VERSION, 0, 0, 0, DATE].map(u16::to_le_bytes).concat();
    let sizes = [checksum(content).to_le_bytes(), size(content), size(content)].concat();
    [&numbers[..], &sizes, &size(name.as_bytes())[..2], &[0, 0]].concat()
}

/// How many there are. What is packed here is smaller than 4 GB.
fn size<T>(items: &[T]) -> [u8; 4] {
    u32::try_from(items.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// CRC-32, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let shifted = |sum: u32| sum >> 1 ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| shifted(sum)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of CRC-32.
    #[test]
    fn the_checksum_is_the_one_that_everybody_computes() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}

//! Foundation: a digest of files. It has no dependencies, so that a build script can include this file.

/// The 128-bit FNV-1a digest of files, in lower-case hexadecimal. It depends neither on the order of the files nor on
/// their line breaks (a checkout may convert these).
pub fn digest<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let mut hash = Fnv::new();
    for (path, bytes) in files {
        hash.part(path.bytes());
        hash.part(bytes.iter().copied().filter(|&byte| byte != b'\r'));
    }
    format!("{:032x}", hash.0)
}

struct Fnv(u128);

impl Fnv {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Adds a part and its length, so that the boundaries of parts count.
    fn part(&mut self, bytes: impl Iterator<Item = u8>) {
        let mut length = 0_u64;
        for byte in bytes {
            self.byte(byte);
            length += 1;
        }
        length.to_le_bytes().into_iter().for_each(|byte| self.byte(byte));
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
}

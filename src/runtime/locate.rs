//! Lines and columns of misfits. They are computed after reading, and only if there is a misfit: while it reads, the
//! reader only counts values.

/// The lines and columns of the values with these ordinals. `text` is JSON, and the ordinals ascend.
pub(crate) fn values(text: &str, ordinals: &[usize]) -> Vec<(usize, usize)> {
    positions(text, &starts(text.as_bytes(), ordinals))
}

/// The offsets of the values with these ordinals.
fn starts(text: &[u8], ordinals: &[usize]) -> Vec<usize> {
    let mut wanted = ordinals.iter().copied().peekable();
    let mut found = Vec::with_capacity(ordinals.len());
    let (mut at, mut ordinal) = (0, 0);
    while let (Some(byte), true) = (text.get(at), wanted.peek().is_some()) {
        let start = at;
        let value = match byte {
            b'{' | b'[' => {
                at += 1;
                true
            }
            b'"' => {
                at = string_end(text, at);
                // A string before a colon is the name of a member.
                text.iter().skip(at).find(|byte| !byte.is_ascii_whitespace()) != Some(&b':')
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let end = |byte: &u8| !matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E');
                at = text.iter().skip(at).position(end).map_or(text.len(), |length| at + length);
                true
            }
            _ => {
                at += 1;
                false
            }
        };
        if value {
            while wanted.next_if_eq(&ordinal).is_some() {
                found.push(start);
            }
            ordinal += 1;
        }
    }
    found
}

/// The offset after the string that begins at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        match text.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
            None => return text.len(),
        }
    }
}

/// Line and column of each offset, counted from 1, columns in characters. The offsets ascend.
pub(crate) fn positions(text: &str, offsets: &[usize]) -> Vec<(usize, usize)> {
    let (mut line, mut column, mut passed) = (1, 1, 0);
    let advance = |offset: &usize| {
        let between = text.get(passed..*offset).unwrap_or_default();
        passed = *offset;
        match between.rfind('\n') {
            Some(last) => {
                line += between.bytes().filter(|byte| *byte == b'\n').count();
                column = between.get(last + 1..).unwrap_or_default().chars().count() + 1;
            }
            None => column += between.chars().count(),
        }
        (line, column)
    };
    offsets.iter().map(advance).collect()
}

//! Reads files as chunks of whole lines. Compression (gzip, zstd) is recognized by a file's first bytes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::tally::Tally;

/// The longest line that is read. Receivers accept no larger delivery by default.
const LINE: usize = 1024 * 1024;
/// The size of a chunk, roughly.
const CHUNK: usize = 256 * 1024;

/// Whole lines.
pub(super) struct Chunk {
    /// The number of the first, from 1, over all files.
    pub(super) line: u64,
    pub(super) bytes: Vec<u8>,
}

pub(super) struct Reader {
    sources: Vec<(String, Box<dyn BufRead>)>,
    progress: ProgressBar,
}

impl Reader {
    /// Opens all files first, so that a missing one is reported before hours of work.
    pub(super) fn new(files: &[PathBuf]) -> anyhow::Result<Self> {
        let sizes = files.iter().map(|file| file.metadata().map_or(0, |file| file.len())).sum();
        let progress = ProgressBar::new(sizes);
        let style = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        progress.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let sources = files.iter().map(|file| Ok((name(file), open(file, &progress)?)));
        Ok(Self { sources: sources.collect::<anyhow::Result<_>>()?, progress })
    }

    /// Passes on chunks until the input ends or `give` refuses one. The tally returned holds the number of lines, and
    /// what cannot be read.
    pub(super) fn read(&mut self, stop: &AtomicBool, mut give: impl FnMut(Chunk) -> bool) -> Tally {
        let mut tally = Tally::default();
        for (name, source) in &mut self.sources {
            let mut lines = Lines { source, tally: &mut tally, rest: Vec::new(), skipping: false };
            loop {
                if stop.load(Ordering::Relaxed) {
                    return tally;
                }
                match lines.chunk() {
                    Ok(Some(chunk)) => {
                        if !give(chunk) {
                            return tally;
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        // Lines before the error count.
                        if let Some(chunk) = lines.end() {
                            give(chunk);
                        }
                        tally.lines += 1;
                        let message = format!(
                            "`{name}` cannot be read beyond this line, so it was audited only in part: {error}"
                        );
                        tally.unreadable(tally.lines, message);
                        break;
                    }
                }
            }
        }
        self.progress.finish_and_clear();
        tally
    }
}

fn name(file: &Path) -> String {
    if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() }
}

fn open(file: &Path, progress: &ProgressBar) -> anyhow::Result<Box<dyn BufRead>> {
    if file.as_os_str() == "-" {
        let stdin = progress.wrap_read(io::stdin());
        return decoded(BufReader::with_capacity(CHUNK, stdin)).context("cannot read standard input");
    }
    let opened = || -> io::Result<Box<dyn BufRead>> {
        let opened = File::open(file)?;
        if opened.metadata()?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder; name its files"));
        }
        decoded(BufReader::with_capacity(CHUNK, progress.wrap_read(opened)))
    };
    opened().with_context(|| format!("cannot read `{}`", file.display()))
}

/// Decompresses a source if it is compressed.
fn decoded(mut source: impl BufRead + 'static) -> io::Result<Box<dyn BufRead>> {
    let head = source.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        Ok(Box::new(BufReader::with_capacity(CHUNK, flate2::bufread::MultiGzDecoder::new(source))))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Ok(Box::new(BufReader::with_capacity(CHUNK, Frames { source: Some(source), decoder: None })))
    } else {
        Ok(Box::new(source))
    }
}

type Decoder<R> = ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>;

/// The frames of a zstd file, one after the other.
struct Frames<R: Read> {
    source: Option<R>,
    decoder: Option<Decoder<R>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(decoder) = &mut self.decoder {
                let read = decoder.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
                self.source = self.decoder.take().map(ruzstd::decoding::StreamingDecoder::into_inner);
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.decoder = Some(Decoder::new(source).map_err(io::Error::other)?);
        }
    }
}

struct Lines<'a> {
    source: &'a mut Box<dyn BufRead>,
    tally: &'a mut Tally,
    /// The beginning of a line whose end has not been read.
    rest: Vec<u8>,
    /// Whether the rest of a line that is too long is being skipped.
    skipping: bool,
}

impl Lines<'_> {
    fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let read = match self.source.fill_buf() {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if read.is_empty() {
                return Ok(self.end());
            }
            let length = read.len();
            let Some(end) = memchr::memrchr(b'\n', read) else {
                if !self.skipping {
                    self.rest.extend_from_slice(read);
                }
                self.source.consume(length);
                self.too_long();
                continue;
            };
            let mut bytes = std::mem::take(&mut self.rest);
            let whole = &read[..=end];
            if self.skipping {
                // The long line ends at the first line break. It was counted when it became too long.
                let first = memchr::memchr(b'\n', whole).map_or(end, |first| first);
                bytes.extend_from_slice(&whole[first + 1..]);
                self.skipping = false;
            } else {
                bytes.extend_from_slice(whole);
            }
            self.rest.extend_from_slice(&read[end + 1..]);
            self.source.consume(length);
            let chunk = self.lines(bytes);
            self.too_long();
            if !chunk.bytes.is_empty() {
                return Ok(Some(chunk));
            }
        }
    }

    /// The last line, if no line break ends it.
    fn end(&mut self) -> Option<Chunk> {
        let bytes = std::mem::take(&mut self.rest);
        self.skipping = false;
        (!bytes.is_empty()).then(|| self.lines(bytes))
    }

    fn lines(&mut self, bytes: Vec<u8>) -> Chunk {
        let line = self.tally.lines + 1;
        let ends =
            memchr::memchr_iter(b'\n', &bytes).count() + usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n"));
        self.tally.lines += ends as u64;
        Chunk { line, bytes }
    }

    fn too_long(&mut self) {
        if self.rest.len() > LINE {
            self.tally.lines += 1;
            self.tally.unreadable(self.tally.lines, format!("expected at most {LINE} bytes in a line, found more"));
            self.rest = Vec::new();
            self.skipping = true;
        }
    }
}

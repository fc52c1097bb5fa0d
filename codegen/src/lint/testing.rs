//! A small reader of rendered pages, for tests alone.
#![allow(clippy::all, clippy::pedantic, reason = "goes when extraction is there")]
use crate::catalog::*;
use crate::page::{Page, Span};
use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};
use std::collections::HashMap;

struct P<'a> {
    t: &'a str,
    at: usize,
    out: Json,
}
impl P<'_> {
    fn ws(&mut self) {
        loop {
            let r = &self.t[self.at..];
            if r.starts_with(char::is_whitespace) {
                self.at += r.chars().next().unwrap().len_utf8();
            } else if r.starts_with("//") {
                let n = r.find('\n').unwrap_or(r.len());
                self.out.comments.push(Span::new(self.at, self.at + n));
                self.at += n;
            } else {
                return;
            }
        }
    }
    fn c(&self) -> u8 {
        self.t.as_bytes()[self.at]
    }
    fn value(&mut self, p: &Pointer, key: Option<Span>) -> Value {
        self.ws();
        let s = self.at;
        let v = match self.c() {
            b'{' => {
                self.at += 1;
                if self.t[self.at..].starts_with("...}") {
                    self.at += 4;
                    self.out.placeholders.push(Placeholder {
                        pointer: p.to_buf(),
                        span: Span::new(s, self.at),
                        resource: None,
                    });
                    Value::Object(Map::new())
                } else {
                    let mut m = Map::new();
                    let mut comma = None;
                    loop {
                        self.ws();
                        if self.c() == b'}' {
                            if let Some(c) = comma {
                                self.out.trailing_commas.push(c)
                            }
                            self.at += 1;
                            break;
                        }
                        let ks = self.at;
                        let k: String = self.string();
                        let kspan = Span::new(ks, self.at);
                        self.ws();
                        assert_eq!(self.c(), b':');
                        self.at += 1;
                        let q = p.with_trailing_token(k.as_str());
                        if m.contains_key(&k) {
                            self.out.duplicate_keys.push(Spot { pointer: q.clone(), span: kspan });
                        }
                        let v = self.value(&q, Some(kspan));
                        m.insert(k, v);
                        self.ws();
                        comma = None;
                        if self.c() == b',' {
                            comma = Some(Span::new(self.at, self.at + 1));
                            self.at += 1;
                        }
                    }
                    Value::Object(m)
                }
            }
            b'[' => {
                self.at += 1;
                let mut a = vec![];
                let mut comma = None;
                loop {
                    self.ws();
                    if self.c() == b']' {
                        if let Some(c) = comma {
                            self.out.trailing_commas.push(c)
                        }
                        self.at += 1;
                        break;
                    }
                    let v = self.value(&p.with_trailing_token(a.len()), None);
                    a.push(v);
                    self.ws();
                    comma = None;
                    if self.c() == b',' {
                        comma = Some(Span::new(self.at, self.at + 1));
                        self.at += 1;
                    }
                }
                Value::Array(a)
            }
            b'"' => Value::String(self.string()),
            _ => {
                let n = self.t[self.at..].find(|c: char| !(c.is_alphanumeric() || "+-.".contains(c))).unwrap();
                let v = serde_json::from_str(&self.t[s..s + n]).unwrap();
                self.at += n;
                v
            }
        };
        self.out.places.insert(p.to_buf(), Place { key, value: Span::new(s, self.at) });
        v
    }
    fn string(&mut self) -> String {
        let s = self.at;
        self.at += 1;
        while self.c() != b'"' {
            self.at += if self.c() == b'\\' { 2 } else { 1 }
        }
        self.at += 1;
        serde_json::from_str(&self.t[s..self.at]).unwrap()
    }
}
fn block(t: &str, at: usize) -> Block {
    let mut p = P { t, at, out: Json::default() };
    let Ok(v) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| p.value(Pointer::root(), None))) else {
        return Block {
            span: Span::new(at, t[at..].find("\n}\n{").unwrap() + at + 2),
            notes: vec![],
            json: Err(SyntaxError { span: Span::new(at, at + 1), message: "x".into() }),
        };
    };
    p.out.value = v;
    Block { span: Span::new(at, p.at), notes: vec![], json: Ok(p.out) }
}
pub(crate) fn catalog(page: &Page) -> Catalog {
    let t = page.text();
    let mut lines = vec![];
    let mut at = 0;
    for l in t.split('\n') {
        lines.push((at, l));
        at += l.len() + 1;
    }
    let mut cat = Catalog::default();
    let mut i = 0;
    let text = |at: usize, l: &str| Text { text: l.trim().into(), span: Span::new(at, at + l.len()) };
    let tabs =
        |i: usize| (2..6).any(|d| lines.get(i + d).is_some_and(|l| l.1.starts_with("- "))) && !lines[i].1.is_empty();
    while i < lines.len() {
        let (at, l) = lines[i];
        let is_title = i > 0
            && (lines[i - 1].1 == "}" || lines[i - 1].1.starts_with("Below"))
            && tabs(i)
            && !l.starts_with(['{', '"']);
        if is_title {
            cat.events.push(DocumentedEvent {
                key: String::new(),
                title: text(at, l),
                since: None,
                description: vec![],
                table: None,
                example: None,
                schema: None,
                resources: vec![],
                span: Span::new(at, at),
            });
            i += 1;
            continue;
        }
        if l.starts_with("---|") {
            let mut rows = vec![];
            let start = lines[i - 1].0;
            i += 1;
            while i < lines.len() && lines[i].1.contains(" | ") {
                let (at, l) = lines[i];
                let mut o = at;
                let cells: Vec<Text> = l
                    .split('|')
                    .map(|c| {
                        let lead = c.len() - c.trim_start().len();
                        let s = o + lead;
                        o += c.len() + 1;
                        Text { text: c.trim().into(), span: Span::new(s, s + c.trim().len()) }
                    })
                    .collect();
                rows.push(Row {
                    span: Span::new(at, at + l.len()),
                    name: cells[0].clone(),
                    kind: cells[1].clone(),
                    description: cells[2].clone(),
                });
                i += 1;
            }
            let table = Table { span: Span::new(start, lines[i - 1].0 + lines[i - 1].1.len()), header: vec![], rows };
            match cat.events.last_mut() {
                None => cat.envelope = Some(table),
                Some(e) => e.table = Some(table),
            }
            continue;
        }
        if l.starts_with('{') {
            let b = block(t, at);
            let end = b.span.end;
            let v = b.value().cloned().unwrap_or_default();
            let e = cat.events.last_mut().unwrap();
            if v.is_null() {
                e.example = Some(b)
            } else if v.get("eventName").is_some() {
                e.example = Some(b)
            } else if v.pointer("/properties/eventName").is_some()
                || (e.schema.is_none() && v.get("properties").is_some())
            {
                e.schema = Some(b)
            } else {
                let name = if t.contains("Project JSON") { "Project".to_owned() } else { "Product".to_owned() };
                if e.resources.is_empty() {
                    e.resources.push(DocumentedResource { name: name.clone(), schema: None, example: None })
                }
                let r = &mut e.resources[0];
                if v.get("properties").is_some() {
                    if r.schema.is_some() {
                        cat.strays.push(Stray { span: b.span, section: None, what: "a third schema".into() })
                    } else {
                        r.schema = Some(b)
                    }
                } else {
                    r.example = Some(b)
                }
            }
            while i < lines.len() && lines[i].0 < end {
                i += 1
            }
            continue;
        }
        i += 1;
    }
    for e in &mut cat.events {
        e.key = e.schema_name().or(e.example_name()).unwrap_or("?").to_owned();
        if !e.resources.is_empty() {
            let name = e.resources[0].name.clone();
            for b in [&mut e.schema, &mut e.example].into_iter().flatten() {
                for p in &mut b.json.as_mut().unwrap().placeholders {
                    p.resource = Some(name.clone())
                }
            }
        }
    }
    let _: HashMap<PointerBuf, Place> = HashMap::new();
    cat
}

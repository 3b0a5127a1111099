//! From a text with a parse mode to plain text with entities, and the limits on texts.
//!
//! Offsets count UTF-16 code units, as everywhere in the Bot API. HTML is read in full; of MarkdownV2 what bots use:
//! the inline marks, code, links and escapes. The legacy "Markdown" mode is taken as plain text. Deliberately not here:
//! the automatic links of Telegram's clients beyond commands and http addresses.

use serde_json::{Map, Value, json};

use super::{answer::Refusal, params::Params};

/// Telegram's limit for a message, after entities are parsed.
pub(super) const LONGEST_TEXT: usize = 4096;
/// Telegram's limit for a caption.
pub(super) const LONGEST_CAPTION: usize = 1024;

/// A text as stored: plain, with its entities.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Formatted {
    pub text: String,
    pub entities: Vec<Value>,
}

/// Reads the text `key` of a request with its parse mode or entities.
pub(super) fn read(
    params: &Params,
    key: &str,
    entities_key: &str,
    limit: usize,
) -> Result<Formatted, Refusal> {
    let raw = params.text(key).unwrap_or_default();
    let mut formatted = match params.text("parse_mode").as_deref() {
        Some(mode) if mode.eq_ignore_ascii_case("html") => html(&raw)?,
        Some(mode) if mode.eq_ignore_ascii_case("markdownv2") => markdown(&raw)?,
        None | Some("") => Formatted {
            text: raw.into_owned(),
            entities: match params.nested(entities_key)? {
                Some(Value::Array(entities)) => entities,
                _ => Vec::new(),
            },
        },
        Some(mode) if mode.eq_ignore_ascii_case("markdown") => Formatted {
            text: raw.into_owned(),
            entities: Vec::new(),
        },
        Some(_) => return Err(Refusal::bad("unsupported parse_mode")),
    };
    // Telegram trims; an end that carries no entity can be cut without moving any offset.
    formatted.text.truncate(formatted.text.trim_end().len());
    if formatted.entities.is_empty() {
        formatted.text = formatted.text.trim_start().to_owned();
    }
    let found = automatic(&formatted.text);
    if !found.is_empty() {
        let free: Vec<Value> = found
            .into_iter()
            .filter(|new| !formatted.entities.iter().any(|old| overlap(old, new)))
            .collect();
        formatted.entities.extend(free);
        formatted
            .entities
            .sort_by_key(|entity| entity["offset"].as_u64());
    }
    // A text that is short in bytes is short in code units too.
    if formatted.text.len() > limit && utf16(&formatted.text) > limit {
        return Err(Refusal::bad("message is too long"));
    }
    Ok(formatted)
}

fn overlap(one: &Value, other: &Value) -> bool {
    let range = |entity: &Value| {
        let start = entity["offset"].as_u64().unwrap_or(0);
        (start, start + entity["length"].as_u64().unwrap_or(0))
    };
    let ((start, end), (other_start, other_end)) = (range(one), range(other));
    start < other_end && other_start < end
}

/// The length of a text as Telegram counts.
pub(super) fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The entities that Telegram finds by itself: commands and web addresses.
pub(super) fn automatic(text: &str) -> Vec<Value> {
    if !text.contains('/') {
        return Vec::new();
    }
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if let Some(length) = command_length(bare) {
            entities.push(json!({"type": "bot_command", "offset": offset, "length": length}));
        } else if bare.starts_with("https://") || bare.starts_with("http://") {
            let address = bare.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
            let length = utf16(address);
            entities.push(json!({"type": "url", "offset": offset, "length": length}));
        }
        offset += utf16(word);
    }
    entities
}

/// The length of `/command` or `/command@name` at the start of a word.
fn command_length(word: &str) -> Option<usize> {
    let name = word.strip_prefix('/')?;
    let length = name
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@'))
        .count();
    let rest = name.as_bytes().get(length);
    (length > 0 && rest.is_none_or(|byte| *byte != b'/')).then_some(length + 1)
}

/// An entity that is still open while its text is read.
struct Open {
    tag: String,
    start: usize,
    entity: Map<String, Value>,
}

fn close(open: Open, end: usize, entities: &mut Vec<Value>) {
    if end > open.start {
        let mut entity = open.entity;
        entity.insert("offset".to_owned(), json!(open.start));
        entity.insert("length".to_owned(), json!(end - open.start));
        entities.push(Value::Object(entity));
    }
}

fn sorted(text: String, mut entities: Vec<Value>) -> Formatted {
    entities.sort_by_key(|entity| entity["offset"].as_u64());
    Formatted { text, entities }
}

fn cannot_parse(detail: &str) -> Refusal {
    Refusal::bad(&format!("can't parse entities: {detail}"))
}

/// Reads Telegram's HTML.
fn html(raw: &str) -> Result<Formatted, Refusal> {
    let mut text = String::with_capacity(raw.len());
    let mut offset = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut entities = Vec::new();
    let mut rest = raw;
    while let Some(character) = rest.chars().next() {
        let at = raw.len() - rest.len();
        match character {
            '<' => {
                let end = rest.find('>').ok_or_else(|| {
                    cannot_parse(&format!("Unclosed start tag at byte offset {at}"))
                })?;
                let tag = &rest[1..end];
                rest = &rest[end + 1..];
                if let Some(name) = tag.strip_prefix('/') {
                    let name = name.trim().to_ascii_lowercase();
                    let last = open.pop().ok_or_else(|| {
                        cannot_parse(&format!("Unexpected end tag at byte offset {at}"))
                    })?;
                    if last.tag != name {
                        let wanted = &last.tag;
                        return Err(cannot_parse(&format!(
                            "Unmatched end tag at byte offset {at}, expected \"</{wanted}>\", found \"</{name}>\""
                        )));
                    }
                    close(last, offset, &mut entities);
                } else {
                    open.push(opening_tag(tag, at, offset)?);
                }
            }
            '&' => {
                let (decoded, length) = html_entity(rest);
                text.push(decoded);
                offset += decoded.len_utf16();
                rest = &rest[length..];
            }
            _ => {
                text.push(character);
                offset += character.len_utf16();
                rest = &rest[character.len_utf8()..];
            }
        }
    }
    match open.pop() {
        Some(last) => {
            let tag = last.tag;
            Err(cannot_parse(&format!(
                "Can't find end tag corresponding to start tag \"{tag}\""
            )))
        }
        None => Ok(sorted(text, entities)),
    }
}

fn opening_tag(tag: &str, at: usize, start: usize) -> Result<Open, Refusal> {
    let mut words = tag.splitn(2, char::is_whitespace);
    let name = words.next().unwrap_or_default().to_ascii_lowercase();
    let attributes = words.next().unwrap_or_default();
    let kind = match name.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "code" => "code",
        "pre" => "pre",
        "a" => "text_link",
        "tg-spoiler" => "spoiler",
        "span" if attributes.contains("tg-spoiler") => "spoiler",
        "tg-emoji" => "custom_emoji",
        "blockquote" if attributes.contains("expandable") => "expandable_blockquote",
        "blockquote" => "blockquote",
        _ => {
            return Err(cannot_parse(&format!(
                "Unsupported start tag \"{name}\" at byte offset {at}"
            )));
        }
    };
    let mut entity = Map::new();
    entity.insert("type".to_owned(), json!(kind));
    let quoted = attributes.split(['"', '\'']).nth(1).unwrap_or_default();
    match kind {
        "text_link" => entity.insert("url".to_owned(), json!(quoted.replace("&amp;", "&"))),
        "custom_emoji" => entity.insert("custom_emoji_id".to_owned(), json!(quoted)),
        _ => None,
    };
    Ok(Open {
        tag: name,
        start,
        entity,
    })
}

/// The character of an HTML entity at the start of `rest`, and its length; an unknown one is a plain ampersand.
fn html_entity(rest: &str) -> (char, usize) {
    let named = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
    ];
    if let Some((name, character)) = named.iter().find(|(name, _)| rest.starts_with(name)) {
        return (*character, name.len());
    }
    let number = rest.strip_prefix("&#").and_then(|digits| {
        let end = digits.find(';').filter(|end| *end <= 8)?;
        let code = match digits[..end].strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => digits[..end].parse().ok()?,
        };
        Some((char::from_u32(code)?, end + 3))
    });
    number.unwrap_or(('&', 1))
}

/// The marks of MarkdownV2; the longer ones first.
const MARKS: [(&str, &str); 8] = [
    ("```", "pre"),
    ("__", "underline"),
    ("||", "spoiler"),
    ("*", "bold"),
    ("_", "italic"),
    ("~", "strikethrough"),
    ("`", "code"),
    ("[", "text_link"),
];

/// Reads MarkdownV2.
fn markdown(raw: &str) -> Result<Formatted, Refusal> {
    let mut text = String::with_capacity(raw.len());
    let mut offset = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut entities = Vec::new();
    let mut rest = raw;
    while let Some(character) = rest.chars().next() {
        let in_code = open.last().is_some_and(|o| o.tag.starts_with('`'));
        let mark = MARKS.iter().find(|(mark, _)| rest.starts_with(mark));
        if character == '\\' && rest[1..].starts_with(|next: char| next.is_ascii()) {
            let escaped = rest[1..].chars().next().unwrap_or('\\');
            text.push(escaped);
            offset += 1;
            rest = &rest[1 + escaped.len_utf8()..];
        } else if let Some((mark, kind)) =
            mark.filter(|(mark, _)| !in_code || open.last().is_some_and(|o| o.tag == *mark))
        {
            rest = &rest[mark.len()..];
            if open.last().is_some_and(|last| last.tag == *mark) {
                // The condition above saw it.
                open.pop()
                    .into_iter()
                    .for_each(|last| close(last, offset, &mut entities));
            } else {
                let entity = Map::from_iter([("type".to_owned(), json!(kind))]);
                open.push(Open {
                    tag: (*mark).to_owned(),
                    start: offset,
                    entity,
                });
            }
        } else if character == ']' && open.last().is_some_and(|last| last.tag == "[") {
            let url = rest[1..]
                .strip_prefix('(')
                .and_then(|url| url.split_once(')'))
                .ok_or_else(|| reserved(character))?;
            rest = url.1;
            if let Some(mut last) = open.pop() {
                last.entity.insert("url".to_owned(), json!(url.0));
                close(last, offset, &mut entities);
            }
        } else if !in_code && "[]()>#+-=|{}.!".contains(character) && !quotes(character, &text) {
            return Err(reserved(character));
        } else {
            if !(quotes(character, &text) && character == '>') {
                text.push(character);
                offset += character.len_utf16();
            }
            rest = &rest[character.len_utf8()..];
        }
    }
    match open.pop() {
        Some(last) => Err(cannot_parse(&format!(
            "Can't find end of the entity starting at byte offset {}",
            last.start
        ))),
        None => Ok(sorted(text, entities)),
    }
}

/// A `>` at the start of a line begins a quotation.
fn quotes(character: char, before: &str) -> bool {
    character == '>' && (before.is_empty() || before.ends_with('\n'))
}

fn reserved(character: char) -> Refusal {
    cannot_parse(&format!(
        "Character '{character}' is reserved and must be escaped with the preceding '\\'"
    ))
}

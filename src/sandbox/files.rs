//! Files that were uploaded, by the bot or by a person.
//!
//! Kept in memory, the oldest forgotten first when they are too many. Deliberately not here: thumbnails, conversion.

use std::collections::{HashMap, VecDeque};

use axum::body::Bytes;
use serde_json::{Value, json};

/// All files together may take so many bytes.
const ROOM: usize = 128 << 20;

#[derive(Debug, Clone)]
pub(super) struct StoredFile {
    pub id: String,
    pub path: String,
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
}

#[derive(Debug, Default)]
pub(super) struct Files {
    by_id: HashMap<String, StoredFile>,
    order: VecDeque<String>,
    taken: usize,
    next: u64,
}

impl Files {
    /// Keeps a file in the folder of its kind ("documents", "photos" …).
    pub(super) fn keep(
        &mut self,
        folder: &str,
        name: &str,
        mime: &str,
        bytes: Bytes,
    ) -> StoredFile {
        self.next += 1;
        let number = self.next;
        let ending: String = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.chars().filter(char::is_ascii_alphanumeric).collect())
            .unwrap_or_default();
        let ending = if ending.is_empty() {
            "bin".to_owned()
        } else {
            ending
        };
        let file = StoredFile {
            id: format!("sandbox-{folder}-{number}"),
            path: format!("{folder}/file_{number}.{ending}"),
            name: name.to_owned(),
            mime: mime.to_owned(),
            bytes,
        };
        self.taken += file.bytes.len();
        self.order.push_back(file.id.clone());
        self.by_id.insert(file.id.clone(), file.clone());
        while self.taken > ROOM && self.order.len() > 1 {
            let oldest = self.order.pop_front().and_then(|id| self.by_id.remove(&id));
            self.taken -= oldest.map_or(0, |file| file.bytes.len());
        }
        file
    }

    pub(super) fn get(&self, id: &str) -> Option<&StoredFile> {
        self.by_id.get(id)
    }

    /// By the path that `getFile` gave: it holds the folder and the number, and so the id.
    pub(super) fn at_path(&self, path: &str) -> Option<&StoredFile> {
        let (folder, rest) = path.split_once("/file_")?;
        let (number, _) = rest.split_once('.')?;
        self.by_id.get(&format!("sandbox-{folder}-{number}"))
    }
}

impl StoredFile {
    /// What all file objects of the Bot API have in common.
    pub(super) fn meta(&self) -> Value {
        json!({
            "file_id": self.id,
            "file_unique_id": format!("u{}", self.id),
            "file_size": self.bytes.len(),
        })
    }

    /// A `Document` object.
    pub(super) fn document(&self) -> Value {
        let mut document = self.meta();
        document["file_name"] = json!(self.name);
        document["mime_type"] = json!(self.mime);
        document
    }

    /// The sizes of a photo (one), or `None` when this is no picture.
    pub(super) fn photo(&self) -> Option<Value> {
        let (width, height) = picture_size(&self.bytes)?;
        let mut size = self.meta();
        size["width"] = json!(width);
        size["height"] = json!(height);
        Some(json!([size]))
    }
}

/// Width and height of a PNG; of other pictures a likely size, because nobody here looks at it.
fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(four))
    };
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some((number(16)?, number(20)?));
    }
    let other = bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"GIF8")
        || bytes.get(8..12) == Some(b"WEBP");
    other.then_some((1280, 960))
}

//! What came back with a file.

use charley::dialogue::{File, What};

use super::agreed;
use crate::core::model::Model;

/// A file of an earlier diary came back: a cramp, an evening, an answer.
pub fn brought() -> Model {
    const FILE: &str = r#"{
  "format": "charley-diary", "version": 1, "zone": "Europe/Berlin",
  "month": {"first": "2026-10-01", "time": "21:00", "weekend_time": null},
  "entries": [
    {"kind": "cramp", "start_earliest": "2026-10-02T01:00:00Z", "start_latest": "2026-10-02T01:00:00Z", "zone": "Europe/Berlin", "told": "later", "pain": 5}
  ],
  "evenings": [{"date": "2026-10-01", "evening": "done"}],
  "answers": []
}"#;
    let mut model = agreed();
    model.does(What::File(File::Text(FILE.to_owned()), None));
    model
}

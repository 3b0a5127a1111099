//! The words that people of one language use, as its files list them. `understanding` makes them searchable.

use super::{Files, knowledge::Knowledge, problem::Problems};

/// All word tables of one language.
#[derive(Debug, Default)]
pub struct Words {}

pub(super) fn read(
    _code: &str,
    _files: &Files,
    _knowledge: &Knowledge,
    _problems: &mut Problems,
) -> Words {
    Words {}
}

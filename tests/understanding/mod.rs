//! What people type: flags found, ordinary lines left alone, short answers read.

mod flags;
mod log_lines;
mod nights;
mod past;
mod short_answers;
mod slips;
mod topics;

use std::sync::LazyLock;

use charley::{content::Content, understanding::Reader};

pub static CONTENT: LazyLock<Content> =
    LazyLock::new(|| Content::embedded().expect("the shipped content is sound"));
pub static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&CONTENT));

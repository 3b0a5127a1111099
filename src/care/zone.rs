//! stub
use crate::content::Content;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
pub enum Found {
    One(Tz),
    Several(Vec<Tz>),
    Near(Vec<Tz>),
    Nothing,
}
pub struct Places;
impl Places {
    pub fn new(_: &Content) -> Self {
        Self
    }
    pub fn find(&self, _: &str, _: &str) -> Found {
        Found::Nothing
    }
    pub fn by_offset(&self, _: DateTime<Utc>, _: i32) -> Vec<Tz> {
        vec![]
    }
}

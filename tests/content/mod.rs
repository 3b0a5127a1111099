//! The content files: what is shipped is sound, and the checker finds what is not.

mod config;
mod shipped;

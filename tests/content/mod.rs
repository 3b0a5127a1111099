//! The content files: what is shipped is sound, and the checker finds what is not.

mod article;
mod checker;
mod config;
mod keys_in_code;
mod programme;
mod shipped;
mod topics;
mod zones;

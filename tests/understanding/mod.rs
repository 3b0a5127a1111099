//! What people type: flags found, ordinary lines left alone, short answers read.

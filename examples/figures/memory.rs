//! To come.
pub fn run<T>(_: T) -> bool {
    false
}

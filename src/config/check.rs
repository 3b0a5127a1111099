//! Whether settings make sense: ranges, paths, and the known key that a misspelt one is near to.

use std::{fmt::Display, ops::RangeInclusive, path::Path};

use crate::content::problem::Problems;

use super::{Config, SHIPPED};

/// Reports each value that is out of its range, in words.
pub(super) fn ranges(config: &Config, shown: &str, text: &str, problems: &mut Problems) {
    let limits = &config.limits;
    let mut check = Check {
        shown,
        text,
        problems,
    };
    check.within(
        "inbound_per_minute",
        limits.inbound_per_minute,
        1..=1_000_000,
    );
    // The core counts a chat's burst in 16 bits.
    check.within("inbound_burst", limits.inbound_burst, 1..=65_535);
    check.within("entries_per_day", limits.entries_per_day, 1..=1000);
    check.within(
        "stored_bytes_per_person",
        limits.stored_bytes_per_person,
        16_384..=16_777_216,
    );
    // Beyond Telegram's own limits: a Bot API server of one's own, and a load test, may go faster.
    check.within("sends_per_second", limits.sends_per_second, 1..=1_000_000);
    check.within(
        "sends_per_second_per_chat",
        limits.sends_per_second_per_chat,
        1..=1_000_000,
    );
    check.within(
        "send_burst_per_chat",
        limits.send_burst_per_chat,
        1..=1_000_000,
    );
    check.within(
        "provisional_hours",
        config.retention.provisional_hours,
        1..=168,
    );
    check.within("idle_days", config.retention.idle_days, 30..=3650);
    check.within("cache_mib", config.store.cache_mib, 8..=65_536);
    check.within("every_hours", config.backup.every_hours, 0..=720);
    check.within("keep", config.backup.keep, 1..=1000);

    let paths = &config.paths;
    check.apart("key_file", &paths.key_file, &paths.data);
    check.apart("keyring_file", &paths.keyring_file, &paths.data);
    check.apart("token_file", &paths.token_file, &paths.data);
    let copy = &config.backup.keyring_copy;
    check.apart("keyring_copy", copy, &paths.data);
    if !config.backup.folder.as_os_str().is_empty() && copy.starts_with(&config.backup.folder) {
        check.complain(
            "keyring_copy",
            "lies among the backups; keep it elsewhere".to_owned(),
        );
    }
    if paths.data.as_os_str().is_empty() {
        check.complain("data", "must not be empty".to_owned());
    }
    let url = &config.telegram.api_url;
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        check.complain(
            "api_url",
            format!("is \"{url}\"; it must begin with https:// or http://"),
        );
    }
    if let Some(part) = wrong_directive(&config.log.filter) {
        check.complain(
            "filter",
            format!("has the part \"{part}\"; a part is off, error, warn, info, debug or trace, or one of them behind charley="),
        );
    }
    if config.people.language.trim().is_empty() {
        check.complain("language", "must not be empty".to_owned());
    }
}

struct Check<'a> {
    shown: &'a str,
    text: &'a str,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn within<T: PartialOrd + Display>(&mut self, key: &str, value: T, range: RangeInclusive<T>) {
        if !range.contains(&value) {
            let what = format!(
                "is {value}; it must be from {} to {}",
                range.start(),
                range.end()
            );
            self.complain(key, what);
        }
    }

    /// What opens the data must not lie beside it: a copy of the folder would hold both.
    fn apart(&mut self, key: &str, path: &Path, data: &Path) {
        if !path.as_os_str().is_empty() && path.starts_with(data) {
            self.complain(key, "lies in the data folder; keep it elsewhere".to_owned());
        }
    }

    fn complain(&mut self, key: &str, what: String) {
        let is_here = |line: &str| {
            line.trim_start()
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let line = self.text.lines().position(is_here).map(|index| index + 1);
        self.problems.error(self.shown, line, Some(key), what);
    }
}

/// The first part of a log's filter that would be taken for another crate's name, and so for silence.
fn wrong_directive(filter: &str) -> Option<&str> {
    let directives = filter.split('/').next().unwrap_or_default();
    directives.split(',').map(str::trim).find(|part| {
        let (target, level) = match part.split_once('=') {
            Some((target, level)) => (target, level),
            None => ("charley", *part),
        };
        let is_ours = target == "charley" || target.starts_with("charley::");
        let is_known = is_ours && level.parse::<log::LevelFilter>().is_ok();
        !part.is_empty() && !is_known
    })
}

/// The first word in back-quotes: the key that a parser's message speaks of.
pub(super) fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once('`')?;
    rest.split_once('`').map(|(key, _)| key)
}

/// The known key or section that is nearest to a misspelt one.
pub(super) fn did_you_mean(key: &str) -> Option<&'static str> {
    let keys = SHIPPED.lines().filter_map(|line| {
        let section = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        section.or_else(|| setting(line).map(|(key, _)| key))
    });
    keys.map(|known| (strsim::osa_distance(known, key), known))
        .filter(|(distance, known)| *distance > 0 && *distance <= 1 + known.len() / 4)
        .min()
        .map(|(_, known)| known)
}

/// The key and the value of a line `# key = value` or `key = value` of the shipped file.
pub(super) fn setting(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("# ").unwrap_or(line);
    let (key, value) = line.split_once(" = ")?;
    let is_key = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    (!key.is_empty() && key.chars().all(is_key)).then_some((key, value))
}

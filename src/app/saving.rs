//! Whether writing succeeds at present. While it does not, the writer rests between its own tries, longer each time, and says so once.
//!
//! Deliberately not here: what is written, and what people hear of a failure. Updates do not rest: the intake paces their tries itself.

use std::{
    mem::{Discriminant, discriminant},
    time::{Duration, Instant},
};

use crate::store::Error;

const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(30);

/// How the last writes went.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// What went wrong, when the next try may be, and how long this rest is.
    failing: Option<(Discriminant<Error>, Instant, Duration)>,
}

impl Saving {
    /// How long to rest from `now` on, if at all.
    pub fn rest(&self, now: Instant) -> Option<Duration> {
        let (_, until, _) = self.failing?;
        (until > now).then(|| until - now)
    }

    pub fn succeeded(&mut self) {
        if self.failing.take().is_some() {
            log::info!("the disk takes what is written again");
        }
    }

    pub fn failed(&mut self, error: &Error, now: Instant) {
        let kind = discriminant(error);
        if self.failing.is_none_or(|(known, ..)| known != kind) {
            log::error!("{error}");
        }
        let (until, rest) = match self.failing {
            // An update that was tried in the middle of a rest does not make it longer.
            Some((_, until, rest)) if until > now => (until, rest),
            Some((_, _, rest)) => {
                let rest = LONGEST_REST.min(rest * 2);
                (now + rest, rest)
            }
            None => (now + FIRST_REST, FIRST_REST),
        };
        self.failing = Some((kind, until, rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_to_half_a_minute_and_end_with_a_success() {
        let (mut saving, mut now) = (Saving::default(), Instant::now());
        let error = Error::TooBig("a test");
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            saving.failed(&error, now);
            saving.failed(&error, now);
            assert_eq!(saving.rest(now), Some(Duration::from_secs(seconds)));
            now += Duration::from_secs(seconds);
            assert_eq!(saving.rest(now), None);
        }
        saving.failed(&error, now);
        saving.succeeded();
        assert_eq!(saving.rest(now), None);
    }
}

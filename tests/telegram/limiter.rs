//! The buckets: never more than the burst and what the rate adds, in any stretch of time.

use std::time::{Duration, Instant};

use charley::telegram::{Limits, limiter::Limiter};
use proptest::prelude::*;

fn limits(per_second: u32, burst: u32) -> Limits {
    Limits {
        per_second,
        burst,
        reserve: 0,
        chat_per_second: per_second,
        chat_burst: burst,
        calls: 1,
    }
}

/// In every stretch that begins with a message there are at most `burst` and one for each interval of the stretch.
fn within(times: &[Instant], rate: u32, burst: u32) -> bool {
    times.iter().enumerate().all(|(first, from)| {
        times[first..].iter().enumerate().all(|(more, until)| {
            let stretch = until.duration_since(*from).as_secs_f64();
            more as f64 + 1.0 <= f64::from(burst) + f64::from(rate) * stretch + 1e-6
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_stretch_of_time_sees_more_than_the_burst_and_the_rate(
        rate in 1u32..50,
        burst in 1u32..40,
        steps in proptest::collection::vec(0u64..400, 1..200),
    ) {
        let mut limiter = Limiter::new(limits(rate, burst));
        let mut now = Instant::now();
        let mut times = Vec::new();
        for step in steps {
            now += Duration::from_millis(step);
            if limiter.all_ready(now, false) <= now && limiter.chat_ready(7, now) <= now {
                limiter.take(7, now);
                times.push(now);
            }
        }
        prop_assert!(within(&times, rate, burst));
    }

    #[test]
    fn the_named_time_is_the_first_at_which_a_message_may_leave(rate in 1u32..50, burst in 1u32..40) {
        let mut limiter = Limiter::new(limits(rate, burst));
        let now = Instant::now();
        for _ in 0..burst {
            prop_assert!(limiter.all_ready(now, false) <= now);
            limiter.take(7, now);
        }
        let at = limiter.all_ready(now, false);
        prop_assert!(at > now);
        prop_assert!(limiter.all_ready(at - Duration::from_nanos(1), false) == at);
        prop_assert!(limiter.all_ready(at, false) == at);
    }
}

#[test]
fn buckets_of_quiet_chats_are_dropped() {
    let mut limiter = Limiter::new(limits(1_000_000, 1_000_000));
    let mut now = Instant::now();
    for chat in 0..100_000 {
        now += Duration::from_millis(1);
        limiter.take(chat, now);
    }
    assert!(limiter.chats() <= 1024, "{} buckets", limiter.chats());
}

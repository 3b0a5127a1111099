//! The outbox as a state machine: no network, and the time is an argument.

use std::time::{Duration, Instant};

use charley::{
    app::Delivered,
    dialogue::{Anchor, Class},
    store::Person,
    telegram::{
        Limits, Notice, Outbox,
        errors::Failure,
        outbox::{Call, Taken, Verdict, Work},
    },
};
use proptest::prelude::*;

use super::fake::{edit, key, send, text_of, words};

const SECOND: Duration = Duration::from_secs(1);

/// Fast enough that the buckets play no part.
const FAST: Limits = Limits {
    per_second: 1_000_000,
    burst: 1_000_000,
    reserve: 0,
    chat_per_second: 1_000_000,
    chat_burst: 1_000_000,
    calls: 128,
};

struct Bench {
    outbox: Outbox,
    now: Instant,
    told: Vec<Delivered>,
}

impl Bench {
    fn new(limits: Limits) -> Self {
        Self {
            outbox: Outbox::new(limits),
            // Rows are stamped with the real clock when pushed; the bench's own starts a little later.
            now: Instant::now() + SECOND,
            told: Vec::new(),
        }
    }

    #[track_caller]
    fn take(&mut self) -> Work {
        match self.outbox.take(self.now) {
            Taken::Work(work) => work,
            Taken::Report(outcome) => panic!("decided already: {outcome:?}"),
            Taken::Wait(until) => panic!("nothing to do until {until:?}"),
        }
    }

    #[track_caller]
    fn wait(&mut self) -> Option<Duration> {
        match self.outbox.take(self.now) {
            Taken::Wait(until) => until.map(|until| until - self.now),
            Taken::Work(work) => panic!("should wait, but: {}", text_of(&work.row)),
            Taken::Report(outcome) => panic!("should wait, but: {outcome:?}"),
        }
    }

    fn finish(&mut self, work: &Work, verdict: Verdict) -> Option<Notice> {
        let told = &mut self.told;
        let mut report = |outcome: charley::app::Outcome| told.push(outcome.result);
        self.outbox.finish(work, verdict, self.now, &mut report)
    }

    fn fail(&mut self, work: &Work, failure: Failure) -> Option<Notice> {
        self.finish(work, Verdict::Failed(failure))
    }

    /// Takes and sends all that may leave now, in its order.
    fn drain(&mut self) -> Vec<String> {
        let mut texts = Vec::new();
        while let Taken::Work(work) = self.outbox.take(self.now) {
            texts.push(text_of(&work.row).to_owned());
            self.finish(&work, Verdict::Sent(1));
        }
        texts
    }
}

#[test]
fn rows_of_one_chat_leave_in_order_and_one_at_a_time() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 2), send(1, Class::Answer, None, "second"), &[]);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "first"), &[]);
    let first = bench.take();
    assert_eq!(text_of(&first.row), "first");
    assert_eq!(bench.wait(), None, "the second waits for the first call");
    bench.finish(&first, Verdict::Sent(10));
    assert_eq!(bench.drain(), ["second"]);
    assert!(bench.outbox.is_empty());
}

#[test]
fn answers_overtake_nudges_and_direct_messages_overtake_both() {
    let mut bench = Bench::new(FAST);
    for person in 1..=3 {
        bench.outbox.push(
            key(person, 1),
            send(person.into(), Class::Nudge, None, "nudge"),
            &[],
        );
    }
    bench
        .outbox
        .push(key(9, 1), send(9, Class::Answer, None, "answer"), &[]);
    bench.outbox.direct(8, words("direct"));
    let lanes = bench.outbox.lanes();
    assert_eq!((lanes.direct, lanes.answers, lanes.nudges), (1, 1, 3));
    assert_eq!(
        bench.drain(),
        ["direct", "answer", "nudge", "nudge", "nudge"]
    );
}

#[test]
fn an_answer_behind_a_nudge_of_its_chat_takes_both_ahead() {
    let mut bench = Bench::new(FAST);
    for person in 1..=3 {
        let text = format!("nudge {person}");
        bench.outbox.push(
            key(person, 1),
            send(person.into(), Class::Nudge, None, &text),
            &[],
        );
    }
    bench
        .outbox
        .push(key(3, 2), send(3, Class::Answer, None, "answer"), &[]);
    assert_eq!(bench.drain(), ["nudge 3", "answer", "nudge 1", "nudge 2"]);
}

#[test]
fn nudges_leave_the_reserve_to_answers() {
    let limits = Limits {
        burst: 10,
        reserve: 4,
        per_second: 1,
        ..FAST
    };
    let mut bench = Bench::new(limits);
    for person in 0..20 {
        bench.outbox.push(
            key(person, 1),
            send(person.into(), Class::Nudge, None, "nudge"),
            &[],
        );
    }
    assert_eq!(bench.drain().len(), 6);
    for person in 100..120 {
        bench.outbox.push(
            key(person, 1),
            send(person.into(), Class::Answer, None, "answer"),
            &[],
        );
    }
    assert_eq!(bench.drain(), ["answer"; 4]);
    bench.now += SECOND;
    assert_eq!(
        bench.drain(),
        ["answer"],
        "while one waits, nudges take nothing"
    );
}

#[test]
fn one_chat_gets_its_burst_and_then_its_rate_while_others_go_on() {
    let mut bench = Bench::new(Limits {
        per_second: 1000,
        burst: 1000,
        ..Limits::default()
    });
    for seq in 0..8 {
        bench
            .outbox
            .push(key(1, seq), send(1, Class::Answer, None, "one"), &[]);
    }
    bench
        .outbox
        .push(key(2, 0), send(2, Class::Answer, None, "two"), &[]);
    let now = bench.drain();
    assert_eq!(now.iter().filter(|text| *text == "one").count(), 5);
    assert!(now.contains(&"two".to_owned()));
    assert_eq!(bench.wait(), Some(SECOND));
    bench.now += SECOND;
    assert_eq!(bench.drain(), ["one"]);
}

#[test]
fn a_429_stops_that_chat_to_the_millisecond_and_no_other() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "one"), &[]);
    let one = bench.take();
    bench.fail(&one, Failure::Wait(35 * SECOND));
    bench
        .outbox
        .push(key(1, 2), send(1, Class::Answer, None, "one more"), &[]);
    bench
        .outbox
        .push(key(2, 1), send(2, Class::Answer, None, "two"), &[]);
    assert_eq!(bench.drain(), ["two"]);
    bench.now += 35 * SECOND - Duration::from_millis(1);
    assert_eq!(bench.wait(), Some(Duration::from_millis(1)));
    bench.now += Duration::from_millis(1);
    assert_eq!(bench.drain(), ["one", "one more"]);
}

#[test]
fn what_becomes_of_one_receipt_is_no_matter_of_another() {
    let mut bench = Bench::new(FAST);
    let receipt = |seq| charley::store::RowKey {
        person: Person::NOBODY,
        seq,
    };
    for chat in 1..=3 {
        let row = send(chat, Class::Answer, None, &format!("receipt {chat}"));
        bench.outbox.push(receipt(chat.unsigned_abs()), row, &[]);
    }
    let one = bench.take();
    bench.fail(&one, Failure::Gone);
    assert_eq!(bench.told, [Delivered::Gone]);
    let two = bench.take();
    bench.fail(&two, Failure::Wait(35 * SECOND));
    assert_eq!(bench.drain(), ["receipt 3"]);
}

#[test]
fn a_429_outlives_the_row_that_met_it() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "one"), &[]);
    let one = bench.take();
    bench.outbox.forget(Person([1; 16]));
    bench.fail(&one, Failure::Wait(35 * SECOND));
    assert!(bench.outbox.is_empty());
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "anew"), &[]);
    assert_eq!(bench.wait(), Some(35 * SECOND));
    bench.now += 35 * SECOND;
    assert_eq!(bench.drain(), ["anew"]);
}

#[test]
fn three_chats_that_must_wait_pause_everybody_until_the_first_may_go_on() {
    let mut bench = Bench::new(FAST);
    let mut works = Vec::new();
    for person in 1..=3 {
        bench.outbox.push(
            key(person, 1),
            send(person.into(), Class::Answer, None, "x"),
            &[],
        );
        works.push(bench.take());
    }
    assert_eq!(bench.fail(&works[0], Failure::Wait(3600 * SECOND)), None);
    assert_eq!(bench.fail(&works[1], Failure::Wait(2 * SECOND)), None);
    let notice = bench.fail(&works[2], Failure::Wait(3 * SECOND));
    assert_eq!(notice, Some(Notice::Paused(2 * SECOND)));
    bench
        .outbox
        .push(key(4, 1), send(4, Class::Answer, None, "innocent"), &[]);
    assert_eq!(bench.wait(), Some(2 * SECOND));
    bench.now += 2 * SECOND;
    assert_eq!(bench.drain().len(), 2, "the innocent one and the second");
    bench.now += SECOND;
    assert_eq!(bench.drain().len(), 1, "the third");
    assert_eq!(bench.outbox.len(), 1, "the first keeps its hour");
}

#[test]
fn a_nudge_is_marked_and_never_repeated_when_it_may_have_arrived() {
    for failure in [Failure::Unclear, Failure::Server] {
        let mut bench = Bench::new(FAST);
        bench
            .outbox
            .push(key(1, 1), send(1, Class::Nudge, None, "nudge"), &[]);
        let nudge = bench.take();
        assert_eq!(nudge.mark, Some(key(1, 1)));
        bench.fail(&nudge, failure);
        assert_eq!(bench.told, [Delivered::Unknown]);
        assert!(bench.outbox.is_empty());
    }
}

#[test]
fn a_nudge_that_certainly_did_not_leave_is_tried_for_half_a_day() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Nudge, None, "nudge"), &[]);
    let mut tries = 0;
    while let Taken::Work(nudge) = bench.outbox.take(bench.now) {
        tries += 1;
        assert_eq!(nudge.mark.is_some(), tries == 1, "marked once");
        bench.fail(&nudge, Failure::Unreached);
        bench.now += 60 * SECOND;
    }
    assert_eq!(bench.told, [Delivered::Late { anchor: None }]);
    assert_eq!(tries, 12 * 60 + 1);
    assert!(bench.outbox.is_empty());
}

#[test]
fn a_held_row_says_what_the_disk_says_of_its_mark() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Nudge, Some(4), "nudge"), &[]);
    let nudge = bench.take();
    bench.fail(&nudge, Failure::Unreached);
    let (_, row) = bench.outbox.hold(Person([1; 16]), Anchor(4)).unwrap();
    assert!(row.started, "its mark is on the disk");
}

#[test]
fn a_hint_goes_behind_answers_and_once_in_ten_minutes() {
    let mut bench = Bench::new(FAST);
    for chat in [-5, -5, -6] {
        bench.outbox.hint(chat, words("hint"));
    }
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "answer"), &[]);
    bench.outbox.direct(7, words("direct"));
    assert_eq!(bench.drain(), ["direct", "answer", "hint", "hint"]);
    for chat in 0..2_000 {
        bench.outbox.hint(chat, words("hint"));
    }
    bench.outbox.direct(8, words("direct"));
    let left = bench.drain();
    assert_eq!(left.first().map(String::as_str), Some("direct"));
    assert!(left.len() <= 1_024, "{}", left.len());
}

#[test]
fn a_nudge_that_could_not_be_marked_stays_and_is_marked_later() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Nudge, None, "nudge"), &[]);
    for pause in [1, 2, 4, 8, 16, 30, 30] {
        let nudge = bench.take();
        bench.finish(&nudge, Verdict::Unmarked);
        assert_eq!(bench.wait(), Some(SECOND * pause));
        bench.now += SECOND * pause;
    }
    let nudge = bench.take();
    assert_eq!(nudge.mark, Some(key(1, 1)));
    assert_eq!(bench.told, []);
}

#[test]
fn what_was_too_old_at_a_start_is_reported_and_not_sent() {
    const HOUR: Duration = Duration::from_secs(3600);
    let mut bench = Bench::new(FAST);
    for (person, class, age) in [
        (1, Class::Answer, 24),
        (2, Class::Nudge, 12),
        (3, Class::Answer, 23),
        (4, Class::Nudge, 11),
    ] {
        let row = send(person.into(), class, None, &format!("{person}"));
        bench.outbox.push_aged(key(person, 1), row, &[], HOUR * age);
    }
    let mut texts = Vec::new();
    for _ in 0..4 {
        match bench.outbox.take(bench.now) {
            Taken::Report(outcome) => bench.told.push(outcome.result),
            Taken::Work(work) => texts.push(text_of(&work.row).to_owned()),
            Taken::Wait(_) => panic!("something is there"),
        }
    }
    assert_eq!(
        bench.told,
        [Delivered::Refused, Delivered::Late { anchor: None }]
    );
    assert_eq!(texts, ["3", "4"]);
    let words = |age| Notice::GivenUp(age).to_string();
    assert!(words(HOUR / 12).contains("5 min") && words(HOUR * 12).contains("12 h"));
}

#[test]
fn a_nudge_whose_call_had_begun_before_the_start_is_unknown_without_a_call() {
    let bench = Bench::new(FAST);
    let mut row = send(1, Class::Nudge, None, "nudge");
    row.started = true;
    bench.outbox.push(key(1, 1), row, &[]);
    match bench.outbox.take(bench.now) {
        Taken::Report(outcome) => assert_eq!(outcome.result, Delivered::Unknown),
        Taken::Work(_) | Taken::Wait(_) => panic!("should be decided"),
    }
    assert!(bench.outbox.is_empty());
}

#[test]
fn an_answer_is_repeated_with_growing_pauses_in_order_until_it_is_a_day_old() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "first"), &[]);
    bench
        .outbox
        .push(key(1, 2), send(1, Class::Answer, None, "second"), &[]);
    for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
        let work = bench.take();
        assert_eq!(text_of(&work.row), "first");
        bench.fail(&work, Failure::Unreached);
        assert_eq!(bench.wait(), Some(SECOND * pause));
        bench.now += SECOND * pause;
    }
    bench.now += 24 * 3600 * SECOND;
    let work = bench.take();
    let notice = bench.fail(&work, Failure::Server);
    assert_eq!(notice, Some(Notice::GivenUp(24 * 3600 * SECOND)));
    // The second has waited as long.
    match bench.outbox.take(bench.now) {
        Taken::Report(outcome) => assert_eq!(outcome.result, Delivered::Refused),
        Taken::Work(_) | Taken::Wait(_) => panic!("should be decided"),
    }
    assert!(bench.outbox.is_empty());
}

#[test]
fn an_answer_that_may_have_arrived_a_dozen_times_counts_as_sent() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "first"), &[]);
    for _ in 0..12 {
        let work = bench.take();
        bench.fail(&work, Failure::Unclear);
        bench.now += 60 * SECOND;
    }
    assert_eq!(bench.told, [Delivered::Unknown]);
}

#[test]
fn a_file_that_does_not_get_through_gives_way_to_its_words() {
    let mut bench = Bench::new(FAST);
    let picture = send(1, Class::Answer, None, "picture");
    bench.outbox.push(key(1, 1), picture, &[]);
    for failure in [
        Failure::Unreached,
        Failure::Server,
        Failure::Unreached,
        Failure::Unclear,
    ] {
        let work = bench.take();
        assert!(!work.without_file, "{failure:?}");
        bench.fail(&work, failure);
        bench.now += 60 * SECOND;
    }
    assert!(bench.take().without_file);
}

#[test]
fn gone_reports_every_row_of_the_chat() {
    let mut bench = Bench::new(FAST);
    for seq in 1..=3 {
        bench
            .outbox
            .push(key(1, seq), send(1, Class::Answer, Some(4), "x"), &[]);
    }
    let work = bench.take();
    assert!(bench.outbox.hold(Person([1; 16]), Anchor(4)).is_some());
    bench.fail(&work, Failure::Gone);
    assert_eq!(bench.told, vec![Delivered::Gone; 3]);
    assert!(bench.outbox.is_empty());
    bench.outbox.release(key(1, 3), None);
    assert!(bench.outbox.is_empty());
}

#[test]
fn an_edit_finds_the_message_id_that_a_send_has_just_learnt() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, Some(4), "card"), &[]);
    bench.outbox.push(key(1, 2), edit(1, 4, "card, later"), &[]);
    let card = bench.take();
    bench.finish(&card, Verdict::Sent(77));
    let later = bench.take();
    assert_eq!(later.call, Call::Edit(77));
    bench.finish(&later, Verdict::Edited);
    // The writer may not have heard of 77 yet, or know an older message.
    bench
        .outbox
        .push(key(1, 3), edit(1, 4, "card, last"), &[(Anchor(4), 5)]);
    assert_eq!(bench.take().call, Call::Edit(77));
}

#[test]
fn an_edit_uses_what_the_store_knows_and_without_that_becomes_a_new_message() {
    let mut bench = Bench::new(FAST);
    let known = [(Anchor(3), 33), (Anchor(4), 44)];
    bench.outbox.push(key(1, 1), edit(1, 4, "known"), &known);
    bench.outbox.push(key(2, 1), edit(2, 4, "unknown"), &[]);
    assert_eq!(bench.take().call, Call::Edit(44));
    assert_eq!(bench.take().call, Call::Send);
}

#[test]
fn an_edit_of_a_lost_message_is_sent_anew_under_the_same_anchor() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), edit(1, 4, "card"), &[(Anchor(4), 44)]);
    let work = bench.take();
    bench.fail(&work, Failure::Lost);
    let again = bench.take();
    assert_eq!(again.call, Call::Send);
    bench.finish(&again, Verdict::Sent(45));
    let anchor = Some(Anchor(4));
    assert_eq!(
        bench.told,
        [Delivered::Sent {
            anchor,
            message_id: 45
        }]
    );
    bench
        .outbox
        .push(key(1, 2), edit(1, 4, "card"), &[(Anchor(4), 44)]);
    assert_eq!(bench.take().call, Call::Edit(45));
}

#[test]
fn a_held_row_waits_and_leaves_with_its_new_payload() {
    let mut bench = Bench::new(FAST);
    let person = Person([1; 16]);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, Some(4), "old"), &[]);
    let (held, row) = bench.outbox.hold(person, Anchor(4)).unwrap();
    assert_eq!((held, text_of(&row)), (key(1, 1), "old"));
    assert_eq!(bench.wait(), None);
    assert!(
        bench.outbox.hold(person, Anchor(4)).is_some(),
        "asked twice, the same"
    );
    bench
        .outbox
        .release(held, Some(send(1, Class::Answer, Some(4), "new")));
    assert_eq!(bench.drain(), ["new"]);
}

#[test]
fn a_hold_without_a_commit_keeps_the_old_payload() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, Some(4), "old"), &[]);
    let (held, _) = bench.outbox.hold(Person([1; 16]), Anchor(4)).unwrap();
    bench.outbox.release(held, None);
    assert_eq!(bench.drain(), ["old"]);
}

#[test]
fn a_row_in_flight_cannot_be_held() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, Some(4), "x"), &[]);
    let _flying = bench.take();
    assert!(bench.outbox.hold(Person([1; 16]), Anchor(4)).is_none());
}

#[test]
fn an_edit_that_meets_a_429_gives_way_to_the_newer_one_behind_it() {
    let mut bench = Bench::new(FAST);
    let known = [(Anchor(4), 44)];
    bench.outbox.push(key(1, 1), edit(1, 4, "0:50"), &known);
    let flying = bench.take();
    bench.outbox.push(key(1, 2), edit(1, 4, "0:40"), &known);
    bench.fail(&flying, Failure::Wait(5 * SECOND));
    assert_eq!(bench.told, [Delivered::Edited]);
    // And what waits is replaced, not added to.
    let (held, _) = bench.outbox.hold(Person([1; 16]), Anchor(4)).unwrap();
    bench.outbox.release(held, Some(edit(1, 4, "0:30")));
    assert_eq!(bench.wait(), Some(5 * SECOND));
    bench.now += 5 * SECOND;
    assert_eq!(bench.drain(), ["0:30"]);
}

#[test]
fn what_is_forgotten_in_flight_reports_nothing_and_keeps_its_place() {
    let mut bench = Bench::new(FAST);
    let person = Person([1; 16]);
    bench
        .outbox
        .push(key(1, 8), send(1, Class::Answer, Some(4), "secret"), &[]);
    bench
        .outbox
        .push(key(1, 9), send(1, Class::Answer, None, "secret too"), &[]);
    let flying = bench.take();
    bench.outbox.forget(person);
    assert_eq!(bench.outbox.len(), 1);
    // The erased person's numbers begin anew.
    bench
        .outbox
        .push(key(1, 0), send(1, Class::Answer, None, "receipt"), &[]);
    bench
        .outbox
        .push(key(1, 8), edit(1, 4, "another life"), &[]);
    assert_eq!(bench.wait(), None, "one call at a time, erased or not");
    bench.finish(&flying, Verdict::Sent(77));
    assert!(bench.told.is_empty());
    assert_eq!(text_of(&bench.take().row), "receipt");
    bench.outbox.forget(person);
    assert_eq!(bench.outbox.len(), 1);
}

#[test]
fn a_forgotten_message_id_is_not_used_in_another_life() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, Some(4), "x"), &[]);
    bench.drain();
    bench.outbox.forget(Person([1; 16]));
    bench.outbox.push(key(1, 1), edit(1, 4, "y"), &[]);
    assert_eq!(bench.take().call, Call::Send);
}

#[test]
fn a_token_that_is_not_known_costs_no_row() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "x"), &[]);
    let work = bench.take();
    assert_eq!(bench.fail(&work, Failure::Token), Some(Notice::TokenGone));
    assert_eq!(bench.wait(), Some(60 * SECOND));
    bench.now += 60 * SECOND;
    let work = bench.take();
    assert_eq!(bench.fail(&work, Failure::Token), None, "said once");
    bench.now += 60 * SECOND;
    assert_eq!(bench.drain(), ["x"]);
}

#[tokio::test]
async fn idle_returns_once_all_has_been_reported() {
    let mut bench = Bench::new(FAST);
    bench
        .outbox
        .push(key(1, 1), send(1, Class::Answer, None, "x"), &[]);
    let outbox = bench.outbox.clone();
    let idle = tokio::spawn(async move { outbox.idle().await });
    tokio::task::yield_now().await;
    assert!(!idle.is_finished());
    bench.drain();
    idle.await.unwrap();
    bench.outbox.idle().await;
}

/// What the writer and the calls may do, in any order.
#[derive(Debug, Clone)]
enum Deed {
    Push {
        person: u8,
        nudge: bool,
        anchor: bool,
    },
    Edit(u8),
    Hold(u8),
    Release {
        person: u8,
        replace: bool,
    },
    Forget(u8),
    Take,
    Finish {
        which: usize,
        verdict: Verdict,
    },
    Pass(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let person = 0u8..3;
    let verdict = prop_oneof![
        Just(Verdict::Sent(5)),
        Just(Verdict::Edited),
        Just(Verdict::Vanished),
        Just(Verdict::Unmarked),
        Just(Verdict::Failed(Failure::Gone)),
        Just(Verdict::Failed(Failure::Deleted)),
        Just(Verdict::Failed(Failure::Lost)),
        Just(Verdict::Failed(Failure::Refused("x"))),
        Just(Verdict::Failed(Failure::Unclear)),
        Just(Verdict::Failed(Failure::Unreached)),
        (0u64..40).prop_map(|s| Verdict::Failed(Failure::Wait(SECOND * s as u32))),
    ];
    prop_oneof![
        (person.clone(), any::<bool>(), any::<bool>()).prop_map(|(person, nudge, anchor)| {
            Deed::Push {
                person,
                nudge,
                anchor,
            }
        }),
        person.clone().prop_map(Deed::Edit),
        person.clone().prop_map(Deed::Hold),
        (person.clone(), any::<bool>())
            .prop_map(|(person, replace)| Deed::Release { person, replace }),
        person.prop_map(Deed::Forget),
        Just(Deed::Take),
        Just(Deed::Take),
        (any::<usize>(), verdict).prop_map(|(which, verdict)| Deed::Finish { which, verdict }),
        (0u64..50).prop_map(Deed::Pass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the order: one call a chat, every row reported at most once, nothing stuck, and in the end nothing left.
    #[test]
    fn no_order_of_deeds_loses_doubles_or_stalls_a_row(deeds in proptest::collection::vec(deed(), 0..120)) {
        let outbox = Outbox::new(Limits { per_second: 50, ..Limits::default() });
        let mut now = Instant::now() + SECOND;
        let mut seq = 0;
        let mut held: Vec<(charley::store::RowKey, charley::store::OutRow)> = Vec::new();
        let mut flying: Vec<Work> = Vec::new();
        let mut reported = std::collections::HashSet::new();
        let mut finish = |work: &Work, verdict, now| {
            outbox.finish(work, verdict, now, &mut |outcome| {
                assert!(reported.insert(outcome.key), "reported twice");
            });
        };
        for deed in deeds {
            match deed {
                Deed::Push { person, nudge, anchor } => {
                    seq += 1;
                    let class = if nudge { Class::Nudge } else { Class::Answer };
                    outbox.push(key(person, seq), send(person.into(), class, anchor.then_some(1), "x"), &[]);
                }
                Deed::Edit(person) => {
                    seq += 1;
                    outbox.push(key(person, seq), edit(person.into(), 1, "y"), &[(Anchor(1), 9)]);
                }
                Deed::Hold(person) => held.extend(outbox.hold(Person([person; 16]), Anchor(1))),
                Deed::Release { person, replace } => {
                    held.retain(|(key, row)| {
                        let mine = key.person == Person([person; 16]);
                        if mine {
                            outbox.release(*key, replace.then(|| row.clone()));
                        }
                        !mine
                    });
                }
                Deed::Forget(person) => outbox.forget(Person([person; 16])),
                Deed::Take => if let Taken::Work(work) = outbox.take(now) {
                    prop_assert!(flying.iter().all(|other| other.row.chat_id != work.row.chat_id));
                    flying.push(work);
                },
                Deed::Finish { which, verdict } => if !flying.is_empty() {
                    let work = flying.remove(which % flying.len());
                    finish(&work, verdict, now);
                },
                Deed::Pass(seconds) => now += Duration::from_secs(seconds),
            }
        }
        for work in flying.drain(..) {
            finish(&work, Verdict::Sent(1), now);
        }
        for (key, _) in held {
            outbox.release(key, None);
        }
        for _ in 0..10_000 {
            match outbox.take(now) {
                Taken::Work(work) => finish(&work, Verdict::Sent(1), now),
                Taken::Report(_) => {}
                Taken::Wait(Some(until)) => now = until,
                Taken::Wait(None) => break,
            }
        }
        prop_assert_eq!(outbox.len(), 0);
    }
}

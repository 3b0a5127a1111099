//! What a call's result means for the row and its line.
//!
//! The rules: an answer and an edit may be repeated, a nudge that may have arrived never is. A 429 stops its chat only, to the
//! millisecond; when three chats were told to wait within ten seconds, the bot as a whole is meant, and all sending pauses until
//! the first of the three may go on (each still keeps its own time).

use std::time::{Duration, Instant};

use super::{
    item::{At, Item},
    lines::{Call, Line, Lines, Work},
};
use crate::{
    app::{Delivered, Outcome},
    care::clock::MORNING_WINDOW,
    dialogue::Class,
    telegram::{errors::Failure, notice::Notice},
};

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is a new message with this id.
    Sent(i32),
    Edited,
    /// The writer said that the row is gone: no call was made.
    Vanished,
    /// The writer could not mark the row now: no call was made.
    Unmarked,
    Failed(Failure),
}

/// No answer is tried for longer than this after it was made: a day later it answers nothing.
pub const ANSWER_AGE: Duration = Duration::from_secs(24 * 3600);
/// A nudge that certainly did not leave is tried for this long; later it would come at the wrong time.
pub const NUDGE_AGE: Duration = Duration::from_secs(MORNING_WINDOW.num_seconds().unsigned_abs());
/// "Best effort" for direct messages.
pub const DIRECT_AGE: Duration = Duration::from_secs(300);
/// The longest pause between two tries of a row.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// After so many tries that may have arrived, a row counts as sent: a connection that swallows answers must not fill a chat.
const UNCLEAR_TRIES: u32 = 12;
/// The longest rest of a nudge that could not be marked.
const UNMARKED_PAUSE: Duration = Duration::from_secs(30);
/// How many chats must be told to wait for the whole bot to pause, and within which time.
const MANY_CHATS: usize = 3;
const SHORT_TIME: Duration = Duration::from_secs(10);
/// How long everything waits when the token is not known.
const TOKEN_PAUSE: Duration = Duration::from_secs(60);

/// The pause before the next try: a second, and twice as long each time.
fn longer(item: &mut Item) -> Duration {
    let pause = Duration::from_secs(1) * (1 << item.tries.min(6));
    item.tries += 1;
    pause
}

type Report<'a> = &'a mut dyn FnMut(Outcome);

impl Lines {
    /// Applies the result of a call. What the operator should know is returned.
    pub fn finish(
        &mut self,
        work: &Work,
        verdict: Verdict,
        now: Instant,
        report: Report<'_>,
    ) -> Option<Notice> {
        let line = work.line;
        let queue = self.lines.get_mut(&line)?;
        let item = queue.items.front_mut()?;
        if item.at == At::Forgotten {
            if let Verdict::Failed(Failure::Wait(pause)) = verdict {
                self.sleep(line, now + pause);
            }
            self.drop_front(line);
            return None;
        }
        item.at = At::Queued;
        match verdict {
            Verdict::Sent(id) => self.sent(line, id, report),
            Verdict::Edited => self.end(line, Delivered::Edited, report),
            Verdict::Vanished => self.drop_front(line),
            Verdict::Unmarked => {
                item.begun = false;
                let pause = UNMARKED_PAUSE.min(longer(item));
                self.sleep(line, now + pause);
                return None;
            }
            Verdict::Failed(failure) => return self.failed(work, failure, now, report),
        }
        self.token_gone = false;
        None
    }

    fn failed(
        &mut self,
        work: &Work,
        failure: Failure,
        now: Instant,
        report: Report<'_>,
    ) -> Option<Notice> {
        let line = work.line;
        match (failure, work.call) {
            (Failure::Done(Some(id)), Call::Send) => self.sent(line, id, report),
            (Failure::Done(None), Call::Send) => self.end(line, Delivered::Unknown, report),
            (Failure::Done(_) | Failure::NotModified, Call::Edit(_)) => {
                self.end(line, Delivered::Edited, report);
            }
            (Failure::Lost, Call::Edit(_)) => {
                let queue = self.lines.get_mut(&line)?;
                queue.items.front_mut()?.anew = true;
                self.arrange(line);
            }
            (Failure::Gone, _) => self.gone(line, &Delivered::Gone, report),
            (Failure::Deleted, _) => self.gone(line, &Delivered::Deleted, report),
            (Failure::Refused(why), _) => {
                self.end(line, Delivered::Refused, report);
                return Some(Notice::Refused(why));
            }
            // Answers to another question than the one that was asked.
            (Failure::Stale | Failure::Captioned, _)
            | (Failure::Lost | Failure::NotModified, Call::Send) => {
                self.end(line, Delivered::Refused, report);
                return Some(Notice::Refused("an answer that does not fit the call"));
            }
            (Failure::Wait(pause), _) => return self.wait(line, now, pause, report),
            (Failure::Token, _) => {
                self.paused_until = Some(now + TOKEN_PAUSE);
                self.arrange(line);
                let news = !std::mem::replace(&mut self.token_gone, true);
                return news.then_some(Notice::TokenGone);
            }
            (Failure::Unreached | Failure::Server | Failure::Unclear, _) => {
                return self.again(work, failure, now, report);
            }
        }
        None
    }

    fn sent(&mut self, line: Line, message_id: i32, report: Report<'_>) {
        let first = self.lines.get(&line).and_then(|queue| queue.items.front());
        let anchor = first.and_then(|item| item.row.op.anchor());
        if let Some(anchor) = anchor {
            self.learn(line, anchor, message_id);
        }
        self.end(line, Delivered::Sent { anchor, message_id }, report);
    }

    /// The first row of the line is done with.
    fn end(&mut self, line: Line, result: Delivered, report: Report<'_>) {
        let first = self.lines.get(&line).and_then(|queue| queue.items.front());
        if let Some(outcome) = first.and_then(|item| item.outcome(result)) {
            report(outcome);
        }
        self.drop_front(line);
    }

    /// Nobody is there any more: every row of the line is reported, so that none stays behind in the store.
    fn gone(&mut self, line: Line, result: &Delivered, report: Report<'_>) {
        while self
            .lines
            .get(&line)
            .is_some_and(|queue| !queue.items.is_empty())
        {
            self.end(line, result.clone(), report);
        }
    }

    fn wait(
        &mut self,
        line: Line,
        now: Instant,
        pause: Duration,
        report: Report<'_>,
    ) -> Option<Notice> {
        let until = now + pause;
        self.sleep(line, until);
        self.drop_if_superseded(line, report);
        self.refused
            .retain(|(at, other, _)| now.duration_since(*at) < SHORT_TIME && *other != line);
        self.refused.push_back((now, line, until));
        if self.refused.len() < MANY_CHATS {
            return None;
        }
        let first = self.refused.drain(..).map(|(_, _, until)| until).min()?;
        let news = self.paused_until.is_none_or(|until| until <= now);
        self.paused_until = self.paused_until.max(Some(first));
        news.then(|| Notice::Paused(first.saturating_duration_since(now)))
    }

    /// No answer, or a confession: once more later, or never, by the class of the row.
    fn again(
        &mut self,
        work: &Work,
        failure: Failure,
        now: Instant,
        report: Report<'_>,
    ) -> Option<Notice> {
        let line = work.line;
        let item = self.lines.get_mut(&line)?.items.front_mut()?;
        let nudge = item.row.class == Class::Nudge && work.call == Call::Send;
        let (too_old, age) = (item.too_old(now), item.best_before());
        item.unclear += u32::from(failure == Failure::Unclear);
        item.broken_off += u32::from(failure != Failure::Unreached);
        if item.unclear >= UNCLEAR_TRIES || nudge && failure != Failure::Unreached {
            self.end(line, Delivered::Unknown, report);
            return None;
        }
        if too_old {
            let result = item.given_up();
            self.end(line, result, report);
            return Some(Notice::GivenUp(age));
        }
        let pause = LONGEST_PAUSE.min(longer(item));
        self.sleep(line, now + pause);
        self.drop_if_superseded(line, report);
        None
    }

    /// A countdown that could not be shown in time is not made up for: the newest payload is enough.
    fn drop_if_superseded(&mut self, line: Line, report: Report<'_>) {
        if self
            .lines
            .get(&line)
            .is_some_and(|queue| queue.superseded())
        {
            self.end(line, Delivered::Edited, report);
        }
    }
}

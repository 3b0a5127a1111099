//! One line of rows a person, three lanes of lines, and the heap of those that sleep.
//!
//! A line is in at most one lane, or asleep, or in flight, or waits for a release. Lanes and heap hold names only and may hold
//! stale ones; the line itself knows where it is (`lane`, `asleep_until`), and what disagrees is skipped.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Counts,
    item::{At, Item},
};
use crate::{
    app::{Delivered, Outcome},
    dialogue::{Anchor, Class, Message},
    store::{Op, OutRow, Person, RowKey},
    telegram::limiter::{Limiter, Limits},
};

/// Whose rows these are. Direct messages know no person, only an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Line {
    Person(Person),
    /// The receipt of an erasure is nobody's, but it goes to one chat.
    Receipt(i64),
    Direct(i64),
    /// A direct message that is not urgent.
    Hint(i64),
}

/// In this order the lanes are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    Direct,
    Answers,
    Nudges,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Direct, Self::Answers, Self::Nudges];
    /// What somebody waits for.
    pub const ANSWERS: [Self; 2] = [Self::Direct, Self::Answers];
}

#[derive(Default)]
pub(super) struct Queue {
    pub items: VecDeque<Item>,
    pub asleep_until: Option<Instant>,
    lane: Option<Lane>,
}

/// Tries with a file that Telegram may break off before its words go alone: with its servers for files out of order, a red flag's answer would
/// wait behind a document for a day.
const FILE_TRIES: u32 = 2;
/// How many learnt message ids are remembered until the store surely has them.
const ANCHORS: usize = 65_536;
/// A chat is given a hint at most this often, and so many chats at most in that time.
const HINT_EVERY: Duration = Duration::from_secs(600);
const HINTS: usize = 1_024;
/// Direct messages beyond this many are dropped: they are best effort, and memory is not endless.
const DIRECT_ROWS: usize = 1_024;

pub(super) struct Lines {
    pub lines: HashMap<Line, Queue>,
    lanes: [VecDeque<Line>; 3],
    asleep: BinaryHeap<Reverse<(Instant, Line)>>,
    anchors: HashMap<(Person, Anchor), i32>,
    learnt: VecDeque<(Person, Anchor)>,
    pub limiter: Limiter,
    /// Nothing leaves before this.
    pub paused_until: Option<Instant>,
    /// The latest 429s: when, who, and until when they wait.
    pub refused: VecDeque<(Instant, Line, Instant)>,
    pub token_gone: bool,
    rows: usize,
    direct: usize,
    /// When a chat was given a hint.
    hinted: HashMap<i64, Instant>,
}

/// What to do next.
pub enum Taken {
    Work(Work),
    /// No call: this is already decided.
    Report(Outcome),
    /// Nothing before this instant, or before something is pushed.
    Wait(Option<Instant>),
}

/// One call to make.
pub struct Work {
    pub(super) line: Line,
    pub row: Arc<OutRow>,
    pub call: Call,
    /// A nudge that must be marked as begun first.
    pub mark: Option<RowKey>,
    /// What is attached did not get through: its words alone, for everything else to this person waits behind it.
    pub without_file: bool,
}

impl Work {
    /// Whose message it is, if anything is kept of them.
    pub const fn person(&self) -> Option<Person> {
        match self.line {
            Line::Person(person) => Some(person),
            _ => None,
        }
    }
}

/// Which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Send,
    /// The message with this id.
    Edit(i32),
}

impl Lines {
    pub fn new(limits: Limits) -> Self {
        Self {
            lines: HashMap::new(),
            lanes: [VecDeque::new(), VecDeque::new(), VecDeque::new()],
            asleep: BinaryHeap::new(),
            anchors: HashMap::new(),
            learnt: VecDeque::new(),
            limiter: Limiter::new(limits),
            paused_until: None,
            refused: VecDeque::new(),
            token_gone: false,
            rows: 0,
            direct: 0,
            hinted: HashMap::new(),
        }
    }

    pub const fn rows(&self) -> usize {
        self.rows
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            direct: self.direct,
            ..Counts::default()
        };
        for (line, queue) in &self.lines {
            for item in &queue.items {
                match (line, item.row.class) {
                    (Line::Direct(_) | Line::Hint(_), _) => {}
                    (Line::Person(_) | Line::Receipt(_), Class::Answer) => counts.answers += 1,
                    (Line::Person(_) | Line::Receipt(_), Class::Nudge) => counts.nudges += 1,
                }
            }
        }
        counts
    }

    pub fn push(
        &mut self,
        key: RowKey,
        row: OutRow,
        known: &[(Anchor, i32)],
        age: Duration,
        now: Instant,
    ) {
        let known = row
            .op
            .anchor()
            .and_then(|anchor| known.iter().find(|(known, _)| *known == anchor))
            .map(|(_, id)| *id);
        let line = if key.person == Person::NOBODY {
            Line::Receipt(row.chat_id)
        } else {
            Line::Person(key.person)
        };
        let items = &mut self.lines.entry(line).or_default().items;
        // What was forgotten in flight stays in front, whatever its number was.
        let place = items.partition_point(|item| item.key.is_none_or(|other| other.seq < key.seq));
        match items.get_mut(place) {
            // The same row once more: the newer payload counts, unless it is on its way.
            Some(item) if item.key == Some(key) => {
                if matches!(item.at, At::Queued | At::Held) {
                    item.row = Arc::new(row);
                }
            }
            Some(_) | None => {
                let item = Item {
                    age,
                    ..Item::new(Some(key), row, known, now)
                };
                items.insert(place, item);
                self.rows += 1;
            }
        }
        self.arrange(line);
    }

    pub fn direct(&mut self, chat_id: i64, message: Message, now: Instant) {
        if self.direct >= DIRECT_ROWS {
            return;
        }
        self.push_direct(Line::Direct(chat_id), chat_id, message, now);
        self.direct += 1;
    }

    pub fn hint(&mut self, chat_id: i64, message: Message, now: Instant) {
        let fresh = |at: &Instant| now.saturating_duration_since(*at) < HINT_EVERY;
        if self.hinted.len() >= HINTS {
            self.hinted.retain(|_, at| fresh(at));
        }
        // With that many strangers at once, some hear nothing.
        if self.hinted.len() < HINTS && !self.hinted.get(&chat_id).is_some_and(fresh) {
            self.hinted.insert(chat_id, now);
            self.push_direct(Line::Hint(chat_id), chat_id, message, now);
        }
    }

    fn push_direct(&mut self, line: Line, chat_id: i64, message: Message, now: Instant) {
        let row = OutRow {
            chat_id,
            class: Class::Answer,
            started: false,
            created: None,
            good_for: None,
            op: Op::Send {
                anchor: None,
                message,
            },
        };
        let queue = self.lines.entry(line).or_default();
        queue.items.push_back(Item::new(None, row, None, now));
        self.rows += 1;
        self.arrange(line);
    }

    pub fn hold(&mut self, person: Person, anchor: Anchor) -> Option<(RowKey, OutRow)> {
        let line = Line::Person(person);
        let queue = self.lines.get_mut(&line)?;
        let item = queue.items.iter_mut().rev().find(|item| {
            matches!(item.at, At::Queued | At::Held) && item.row.op.anchor() == Some(anchor)
        })?;
        item.at = At::Held;
        // What the disk says of it.
        let started = item.row.started || item.begun;
        let row = OutRow {
            started,
            ..OutRow::clone(&item.row)
        };
        let held = (item.key?, row);
        self.arrange(line);
        Some(held)
    }

    pub fn release(&mut self, key: RowKey, row: Option<OutRow>) {
        let line = Line::Person(key.person);
        let items = self.lines.get_mut(&line).map(|queue| &mut queue.items);
        let mut items = items.into_iter().flatten();
        if let Some(item) = items.find(|item| item.key == Some(key) && item.at == At::Held) {
            item.at = At::Queued;
            if let Some(row) = row {
                item.row = Arc::new(row);
            }
        }
        self.arrange(line);
    }

    pub fn forget(&mut self, person: Person) {
        let line = Line::Person(person);
        if let Some(queue) = self.lines.get_mut(&line) {
            let before = queue.items.len();
            queue.items.retain_mut(|item| {
                let flying = matches!(item.at, At::InFlight | At::Forgotten);
                item.at = At::Forgotten;
                // The numbers of an erased person begin anew.
                item.key = None;
                flying
            });
            self.rows -= before - queue.items.len();
        }
        self.arrange(line);
        self.learnt.retain(|(other, _)| *other != person);
        self.anchors.retain(|(other, _), _| *other != person);
    }

    /// The next call that may leave at `now`, the most urgent lane first.
    pub fn take(&mut self, now: Instant, lanes: &[Lane]) -> Taken {
        self.wake_sleepers(now);
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Taken::Wait(Some(until));
        }
        let mut wait = None;
        for lane in lanes.iter().copied() {
            while let Some(line) = self.first_of(lane) {
                let at = self.limiter.all_ready(now, lane == Lane::Nudges);
                if at > now {
                    // Whoever is less urgent must not take the token that this one waits for.
                    wait = Some(at);
                    break;
                }
                if let Some(taken) = self.take_from(line, now) {
                    return taken;
                }
            }
            if wait.is_some() {
                break;
            }
        }
        let wake = self.asleep.peek().map(|Reverse((at, _))| *at);
        Taken::Wait(wait.into_iter().chain(wake).min())
    }

    fn wake_sleepers(&mut self, now: Instant) {
        while let Some(Reverse((at, line))) = self.asleep.peek().copied()
            && at <= now
        {
            self.asleep.pop();
            if let Some(queue) = self.lines.get_mut(&line)
                && queue.asleep_until == Some(at)
            {
                queue.asleep_until = None;
                self.arrange(line);
            }
        }
    }

    /// The first line of a lane that really is there; stale names are dropped on the way.
    fn first_of(&mut self, lane: Lane) -> Option<Line> {
        let names = &mut self.lanes[lane as usize];
        while let Some(line) = names.front() {
            match self.lines.get(line) {
                Some(queue) if queue.lane == Some(lane) => return Some(*line),
                Some(_) | None => names.pop_front(),
            };
        }
        None
    }

    /// Takes the first row of a line at the head of its lane. `None`: the chat's own bucket is empty, it sleeps now.
    fn take_from(&mut self, line: Line, now: Instant) -> Option<Taken> {
        let queue = self.lines.get_mut(&line)?;
        if let Some(lane) = queue.lane.take() {
            self.lanes[lane as usize].pop_front();
        }
        let item = queue.items.front_mut()?;
        if item.row.started && !item.begun {
            // The process died after the mark: whether it was sent, nobody knows.
            let outcome = item.outcome(Delivered::Unknown);
            self.drop_front(line);
            return outcome.map(Taken::Report);
        }
        if item.key.is_some() && item.tries == 0 && item.too_old(now) {
            // It waited too long, perhaps through a restart: it would come at the wrong time. One that was tried is given up aloud.
            let outcome = item.outcome(item.given_up());
            self.drop_front(line);
            return outcome.map(Taken::Report);
        }
        let at = self.limiter.chat_ready(item.row.chat_id, now);
        if at > now {
            self.sleep(line, at);
            return None;
        }
        self.limiter.take(item.row.chat_id, now);
        item.at = At::InFlight;
        let call = match (&item.row.op, line) {
            (Op::Edit { anchor, .. }, Line::Person(person)) if !item.anew => self
                .anchors
                .get(&(person, *anchor))
                .copied()
                .or(item.known)
                .map_or(Call::Send, Call::Edit),
            (Op::Edit { .. } | Op::Send { .. }, _) => Call::Send,
        };
        // An edit may be repeated without harm, so only a nudge that makes a new message needs its mark.
        let mark = item.row.class == Class::Nudge && call == Call::Send && !item.begun;
        item.begun |= mark;
        Some(Taken::Work(Work {
            line,
            row: Arc::clone(&item.row),
            call,
            mark: item.key.filter(|_| mark),
            without_file: item.broken_off >= FILE_TRIES,
        }))
    }

    /// Puts a line where it belongs now. To be called after every change.
    pub fn arrange(&mut self, line: Line) {
        let Some(queue) = self.lines.get_mut(&line) else {
            return;
        };
        if queue.items.is_empty() && queue.asleep_until.is_none() {
            self.lines.remove(&line);
            return;
        }
        if !queue.may_leave() {
            queue.lane = None;
            return;
        }
        let answer = |item: &Item| item.row.class == Class::Answer;
        let lane = match line {
            Line::Direct(_) => Lane::Direct,
            Line::Person(_) if queue.items.iter().any(answer) => Lane::Answers,
            Line::Receipt(_) => Lane::Answers,
            Line::Person(_) | Line::Hint(_) => Lane::Nudges,
        };
        if queue.lane != Some(lane) {
            queue.lane = Some(lane);
            self.lanes[lane as usize].push_back(line);
        }
    }

    /// Nothing of this line leaves before `until`.
    pub fn sleep(&mut self, line: Line, until: Instant) {
        if let Some(queue) = self.lines.get_mut(&line) {
            queue.asleep_until = Some(until);
            queue.lane = None;
            self.asleep.push(Reverse((until, line)));
        }
    }

    /// Drops the first row of a line.
    pub fn drop_front(&mut self, line: Line) {
        if let Some(queue) = self.lines.get_mut(&line)
            && queue.items.pop_front().is_some()
        {
            self.rows -= 1;
            self.direct -= usize::from(matches!(line, Line::Direct(_)));
        }
        self.arrange(line);
    }

    /// Remembers a message id until the store surely has it.
    pub fn learn(&mut self, line: Line, anchor: Anchor, message_id: i32) {
        let Line::Person(person) = line else { return };
        if self.anchors.insert((person, anchor), message_id).is_none() {
            self.learnt.push_back((person, anchor));
        }
        if self.learnt.len() > ANCHORS
            && let Some(oldest) = self.learnt.pop_front()
        {
            self.anchors.remove(&oldest);
        }
    }
}

impl Queue {
    fn may_leave(&self) -> bool {
        let first = self.items.front();
        self.asleep_until.is_none() && first.is_some_and(|item| item.at == At::Queued)
    }

    /// Whether a newer edit of the same message waits behind the first row.
    pub fn superseded(&self) -> bool {
        let mut ops = self.items.iter().map(|item| &item.row.op);
        let Some(Op::Edit { anchor: first, .. }) = ops.next() else {
            return false;
        };
        ops.any(|op| matches!(op, Op::Edit { anchor, .. } if anchor == first))
    }
}

//! People at work: each step waits for the bot's answer to the one before; and what people do about the messages that come.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Duration, Utc};

use super::{Event, GRID, World};
use crate::simulation::{
    deeds::{self, Step, Words},
    ledger::{Fact, Kind, Sent, Stamp},
    people::{Answer, Deed},
};

/// For so long a person looks whether a deed was taken after all.
const HOPES: Duration = Duration::days(2);

/// A deed under way.
#[derive(Debug)]
pub(super) struct Doing {
    person: i64,
    deed: Deed,
    /// `None`: it has not begun.
    steps: Option<VecDeque<Step>>,
    /// Where the person's record of it is.
    fact: usize,
}

/// A deed that was begun, and of which nothing was heard yet.
#[derive(Debug)]
pub(super) struct Pending {
    fact: usize,
    /// What was shown before it does not count.
    change: u64,
    /// A button was tapped: its message changes.
    message: Option<i64>,
    seen_by: Vec<String>,
    until: DateTime<Utc>,
}

impl Doing {
    pub(super) const fn new(person: i64, deed: Deed) -> Self {
        Self {
            person,
            deed,
            steps: None,
            fact: 0,
        }
    }
}

impl World {
    /// Does what is to be done now. Who has several things to do does them one after the other.
    pub(super) async fn carry_out(&mut self, doings: Vec<Doing>) -> anyhow::Result<()> {
        let mut queues: BTreeMap<i64, VecDeque<Doing>> = BTreeMap::new();
        for doing in doings {
            queues.entry(doing.person).or_default().push_back(doing);
        }
        while !queues.is_empty() {
            for queue in queues.values_mut() {
                let goes_on = queue.front_mut().is_some_and(|doing| self.step(doing));
                if !goes_on {
                    queue.pop_front();
                }
            }
            queues.retain(|_, queue| !queue.is_empty());
            self.settle().await?;
        }
        Ok(())
    }

    /// Does the next step. `false`: that was the last for now.
    fn step(&mut self, doing: &mut Doing) -> bool {
        let index = usize::try_from(doing.person - 1).unwrap_or_default();
        if doing.steps.is_none() && !self.begin(index, doing) {
            return false;
        }
        let Some(step) = doing.steps.as_mut().and_then(VecDeque::pop_front) else {
            return false;
        };
        if step == Step::Wait {
            let at = self.bot.now().truth + Duration::seconds(GRID);
            let rest = Doing {
                steps: doing.steps.take(),
                deed: doing.deed.clone(),
                ..*doing
            };
            self.enter(at, doing.person, Event::Do(rest));
            return false;
        }
        let done = deeds::carry_out(&self.persons[index], &step);
        done && doing.steps.as_ref().is_some_and(|steps| !steps.is_empty())
    }

    /// Writes down that a person begins a deed. `false`: it makes no sense.
    fn begin(&mut self, index: usize, doing: &mut Doing) -> bool {
        let person = &self.persons[index];
        let script = Words(&self.bot.lore.content).script(&self.lives[index], &doing.deed);
        let bubbles = person.messages();
        let change = bubbles.iter().map(|bubble| bubble.change).max();
        let first = script.steps.first();
        let message = match first {
            Some(Step::Tap(label)) => match deeds::button(&bubbles, label) {
                Some((message, _)) => Some(message),
                None => return false,
            },
            _ => None,
        };
        let asked = self.bot.now();
        // There is no word for it, and nobody can miss it.
        let acked = script.seen_by.is_empty().then_some(asked);
        let facts = &mut self.history.of(doing.person).facts;
        doing.fact = facts.len();
        facts.push(Fact {
            deed: doing.deed.clone(),
            asked,
            acked,
            message,
        });
        match doing.deed {
            Deed::Fly(zone) => self.places[index].zone = zone,
            Deed::Retime(time) => self.places[index].time = time,
            _ => {}
        }
        if acked.is_none() {
            self.pending.entry(doing.person).or_default().push(Pending {
                fact: doing.fact,
                change: change.unwrap_or_default(),
                message,
                seen_by: script.seen_by,
                until: asked.truth + HOPES,
            });
        }
        doing.steps = Some(script.steps.into());
        true
    }

    /// A person looks at the chat: what they did, was it taken?
    pub(super) fn notice(&mut self, person: i64) {
        let Some(pending) = self.pending.get_mut(&person) else {
            return;
        };
        let now = self.bot.now();
        let index = usize::try_from(person - 1).unwrap_or_default();
        let bubbles = self.persons[index].messages();
        let facts = &mut self.history.people.entry(person).or_default().facts;
        // One word answers one deed: the last one, for what an outage has swallowed is never answered.
        let mut open: Vec<Pending> = Vec::new();
        let mut said: Vec<(u64, Vec<String>)> = Vec::new();
        for mut waits in std::mem::take(pending).into_iter().rev() {
            let answered = said.iter().filter(|(_, words)| *words == waits.seen_by);
            waits.change = answered.fold(waits.change, |change, (at, _)| change.max(*at));
            // What changed on a message that was tapped answers that tap, also one that nobody waits for any more.
            let tapped = |id| facts.iter().any(|fact| fact.message == Some(id));
            let seen = bubbles.iter().find(|bubble| {
                bubble.change > waits.change
                    && waits
                        .message
                        .map_or(!tapped(bubble.id), |message| message == bubble.id)
                    && waits
                        .seen_by
                        .iter()
                        .any(|words| bubble.text.contains(words))
            });
            match (seen, facts.get_mut(waits.fact)) {
                (Some(bubble), Some(fact)) => {
                    said.push((bubble.change, waits.seen_by));
                    fact.acked = Some(now);
                }
                _ if waits.until > now.truth => open.push(waits),
                _ => {}
            }
        }
        open.reverse();
        *pending = open;
        if pending.is_empty() {
            self.pending.remove(&person);
        }
    }

    /// What the person will do about a message.
    pub(super) fn react(&mut self, person: i64, sent: &Sent) {
        if sent.edit {
            return;
        }
        let Stamp { truth: at, .. } = sent.at;
        let day = self.day_of(at);
        let seed = self.order.seed;
        let life = &self.lives[usize::try_from(person - 1).unwrap_or_default()];
        let deed = match sent.kind {
            Kind::Evening => life
                .evening(seed, at, day)
                .map(|(after, answer)| (after, Deed::Answer(answer))),
            // Who put it off does it now, if they do.
            Kind::OnceMore => life.evening(seed, at, day).map(|(after, answer)| {
                let answer = match answer {
                    Answer::Soon | Answer::Bedtime => Answer::Done,
                    other => other,
                };
                (after, Deed::Answer(answer))
            }),
            Kind::Morning => life.morning(seed, at, day),
            Kind::Seen => Some((life.seen(seed, at), Deed::Seen)),
            Kind::Rest | Kind::Answer => None,
        };
        if let Some((after, deed)) = deed {
            self.plan(at + after, person, deed);
        }
    }
}

//! The world at work: an agenda of what comes when, and a clock that goes from one entry to the next. What is due in the bot on the way
//! happens in order, delivered.
//!
//! Invariants: what people do falls on a grid of minutes, in an order that does not depend on the machine; a person does one thing at a
//! time.
//!
//! Deliberately not here: what is drawn (`people`, `faults`), and whether it was right (`judge`).

mod doings;
mod weather;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{
    Order,
    bot::Bot,
    calendar,
    deeds::Words,
    faults::{self, Trouble},
    ledger::{Heads, History},
    people::{self, Deed, Life},
};
use crate::{
    app::Lore,
    sandbox::{Fault, Person},
};

use doings::{Doing, Pending};

/// People act at these minutes only, so that those who act at once wait together.
const GRID: i64 = 180;

/// An entry of the agenda.
#[derive(Debug)]
enum Event {
    /// A day begins: its number.
    Day(i64),
    Do(Doing),
    Trouble(Trouble),
    /// A fault of one person's.
    Fault(Fault),
    /// A fault that nobody met is taken back.
    TakeBack(u64),
    /// The bot is started again.
    Rise,
}

/// Where a person is, as far as they told it.
#[derive(Debug, Clone, Copy)]
struct Whereabouts {
    zone: Tz,
    time: NaiveTime,
}

/// Everything.
pub struct World {
    order: Order,
    zones: Vec<Tz>,
    lives: Vec<Life>,
    persons: Vec<Person>,
    places: Vec<Whereabouts>,
    pub bot: Bot,
    heads: Heads,
    agenda: BTreeMap<(DateTime<Utc>, i64, u64), Event>,
    entered: u64,
    /// What waits for a word of the bot.
    pending: BTreeMap<i64, Vec<Pending>>,
    pub history: History,
    /// The last line of the emulator's ledger that was read.
    read: u64,
    begin: DateTime<Utc>,
    end: DateTime<Utc>,
    /// For how long the bot is down when it falls.
    falls_for: Duration,
    /// The last time that the sky is not clear, so that what began is seen through.
    clear_from: DateTime<Utc>,
}

fn on_grid(at: DateTime<Utc>) -> DateTime<Utc> {
    let late = at.timestamp().rem_euclid(GRID);
    if late == 0 && at.timestamp_subsec_nanos() == 0 {
        at
    } else {
        let whole = at - Duration::nanoseconds(at.timestamp_subsec_nanos().into());
        whole + Duration::seconds(GRID - late)
    }
}

impl World {
    /// People who have not met the bot yet.
    pub async fn new(order: Order, lore: Lore) -> anyhow::Result<Self> {
        let zones = people::zones(&lore.places);
        let heads = Heads::of(Words(&lore.content))?;
        let begin = order.from.and_time(NaiveTime::MIN).and_utc();
        let end = begin + Duration::days(order.days.into());
        let lives: Vec<Life> = (1..=i64::from(order.chats))
            .map(|id| Life::of(order.seed, id, &zones))
            .collect();
        let bot = Bot::new(lore, begin, order.seed).await?;
        let persons = lives.iter().map(|life| bot.emulator.person(life.id, "Kim"));
        let persons = persons.collect();
        let places = lives.iter().map(|life| Whereabouts {
            zone: life.zone,
            time: life.time,
        });
        let places = places.collect();
        Ok(Self {
            order,
            zones,
            lives,
            persons,
            places,
            bot,
            heads,
            agenda: BTreeMap::new(),
            entered: 0,
            pending: BTreeMap::new(),
            history: History::default(),
            read: 0,
            begin,
            end,
            falls_for: Duration::zero(),
            clear_from: end - Duration::hours(12),
        })
    }

    pub fn lives(&self) -> &[Life] {
        &self.lives
    }

    fn enter(&mut self, at: DateTime<Utc>, person: i64, event: Event) {
        self.entered += 1;
        self.agenda
            .insert((on_grid(at), person, self.entered), event);
    }

    fn day_of(&self, at: DateTime<Utc>) -> i64 {
        (at - self.begin).num_days()
    }

    /// The evening of a person that begins within a day after `from`, as far as it can be known.
    fn evening(&self, person: i64, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let place = self.places.get(usize::try_from(person - 1).ok()?)?;
        let date = from.with_timezone(&place.zone).date_naive();
        let dates = date.pred_opt().unwrap_or(date).iter_days().take(4);
        let mut evenings = dates.map(|date| calendar::instant(place.zone, date, place.time));
        evenings.find(|at| *at >= from)
    }

    /// From the first day to the last.
    pub async fn live(&mut self) -> anyhow::Result<()> {
        self.bot.start()?;
        for day in 0..i64::from(self.order.days) {
            let at = self.begin + Duration::days(day);
            self.enter(at, 0, Event::Day(day));
        }
        while let Some(at) = self.agenda.keys().next().map(|(at, ..)| *at) {
            if at >= self.end {
                break;
            }
            self.pass(at).await?;
            self.act().await?;
        }
        // What falls now gets up again.
        while self.bot.now().truth < self.end || !self.bot.is_up() {
            self.rise()?;
            self.pass(self.end).await?;
        }
        self.settle().await?;
        self.bot.stop().await.map(|_| ())
    }

    /// Time passes until then, or until the bot falls.
    async fn pass(&mut self, to: DateTime<Utc>) -> anyhow::Result<()> {
        if self.bot.now().truth < to && !self.bot.pass(to).await {
            self.look();
            self.fell().await;
        }
        self.look();
        Ok(())
    }

    /// Waits until all is taken in and answered.
    async fn settle(&mut self) -> anyhow::Result<()> {
        if !self.bot.settle().await? {
            self.look();
            self.fell().await;
        }
        self.look();
        Ok(())
    }

    /// Carries out what the agenda has for now.
    async fn act(&mut self) -> anyhow::Result<()> {
        let now = self.bot.now().truth;
        let later = self.agenda.split_off(&(now + Duration::seconds(1), 0, 0));
        let at_hand = std::mem::replace(&mut self.agenda, later);
        let mut doings: Vec<Doing> = Vec::new();
        for (_, event) in at_hand {
            match event {
                Event::Day(day) => self.begin_day(day),
                Event::Do(doing) => doings.push(doing),
                Event::Trouble(trouble) => self.trouble(trouble).await?,
                Event::Fault(fault) => self.order_fault(fault),
                Event::TakeBack(fault) => self.bot.emulator.take_back(fault),
                Event::Rise => self.rise()?,
            }
        }
        self.settle().await?;
        self.carry_out(doings).await
    }

    fn begin_day(&mut self, day: i64) {
        let begin = self.begin + Duration::days(day);
        let Order {
            seed, chats, days, ..
        } = self.order;
        let person_days = u64::from(chats) * u64::from(days);
        for index in 0..self.lives.len() {
            let id = self.lives[index].id;
            for (after, deed) in self.lives[index].day(seed, day, &self.zones) {
                self.plan(begin + after, id, deed);
            }
            if day == 0 || !self.order.faults {
                continue;
            }
            if let Some(mishap) = faults::mishap(seed, id, day, person_days)
                && let Some(evening) = self.evening(id, begin)
            {
                self.enter_mishap(id, evening, mishap);
            }
        }
        if day > 0 && self.order.faults {
            for (moment, trouble) in faults::troubles(seed, day, i64::from(chats)) {
                self.enter_trouble(begin, moment, trouble);
            }
        }
    }

    /// Puts a deed on the agenda.
    fn plan(&mut self, at: DateTime<Utc>, person: i64, deed: Deed) {
        let doing = Doing::new(person, deed);
        self.enter(at, person, Event::Do(doing));
    }

    /// Who is concerned by what the ledger holds since the last look.
    fn look(&mut self) {
        let mut touched = BTreeSet::new();
        for entry in self.bot.emulator.ledger(self.read) {
            self.read = entry.seq;
            let at = self.bot.stamp(entry.at);
            if let Some((person, sent)) = self.heads.read(&entry, at) {
                self.history.messages += u64::from(sent.arrived() && !sent.edit);
                if sent.arrived() {
                    touched.insert(person);
                    self.react(person, &sent);
                }
                self.history.of(person).sent.push(sent);
            }
        }
        for person in touched {
            self.notice(person);
        }
    }
}

//! Troubles as they are carried out: stops, falls and starts, a clock that is wrong, a machine that sleeps, a Telegram that refuses.

use chrono::{DateTime, Duration, Utc};

use super::{Event, GRID, World};
use crate::{
    sandbox::Fault,
    simulation::{
        faults::{Mishap, Moment, Trouble, choked, slowed},
        ledger::{Outage, Stamp},
    },
};

/// A fault waits for its message for so long: as long as the person's own delay may be, and a little.
const WAITS: Duration = Duration::minutes(15);
/// So long after its evening was made to wait, the bot falls.
const CHOKED: Duration = Duration::minutes(20);

impl World {
    pub(super) fn enter_trouble(&mut self, begin: DateTime<Utc>, moment: Moment, trouble: Trouble) {
        let at = match moment {
            Moment::Day(after) => Some(begin + after),
            Moment::Evening(person, after) => {
                self.evening(person, begin).map(|evening| evening + after)
            }
        };
        // Setting the clock right is seen through.
        if let Some(at) = at.filter(|at| *at > begin && *at < self.clear_from) {
            self.enter(at, 0, Event::Trouble(trouble));
        }
    }

    pub(super) fn enter_mishap(&mut self, person: i64, evening: DateTime<Utc>, mishap: Mishap) {
        if evening >= self.clear_from {
            return;
        }
        self.history.count(mishap.name);
        // Ordered a moment before, and met by the first message that comes then.
        let before = evening - Duration::seconds(GRID);
        self.enter(before, person, Event::Fault(mishap.fault));
    }

    pub(super) async fn trouble(&mut self, trouble: Trouble) -> anyhow::Result<()> {
        match trouble {
            Trouble::Stop(down) if self.bot.is_up() => {
                self.history.count("stop");
                let stopped = self.bot.stop().await?;
                self.is_down(if stopped { "a stop" } else { "a kill" }, down);
            }
            Trouble::Kill(commits, down) if self.bot.is_up() => {
                self.history.count("kill");
                self.falls_for = down;
                self.bot.power.cut_after(commits);
            }
            Trouble::Step(by) => {
                self.history.count(if by > Duration::zero() {
                    "clock forward"
                } else {
                    "clock back"
                });
                let from = self.bot.now();
                self.bot.step(by);
                let until = self.bot.now();
                self.outage("a clock that is set", from, until);
            }
            Trouble::Sleep(time) if self.bot.now().truth + time < self.clear_from => {
                self.history.count("sleep");
                let from = self.bot.now();
                self.bot.sleep(time);
                let until = self.bot.now();
                self.outage("a machine that sleeps", from, until);
            }
            Trouble::Flood(calls) => {
                self.history.count("429, all");
                let fault = Fault::of("sendMessage", slowed()).times(calls);
                self.order_fault(fault);
            }
            Trouble::Choke(person, down) if self.bot.is_up() => {
                self.history.count("429 for an hour");
                self.order_fault(Fault::of("sendMessage", choked()).in_chat(person).times(1));
                self.bot.hasty = true;
                let at = self.bot.now().truth + CHOKED;
                self.enter(at, 0, Event::Trouble(Trouble::Kill(0, down)));
            }
            Trouble::Stop(_) | Trouble::Kill(..) | Trouble::Sleep(_) | Trouble::Choke(..) => {}
        }
        Ok(())
    }

    /// Orders a fault now, and takes it back if nobody meets it.
    pub(super) fn order_fault(&mut self, fault: Fault) {
        let id = self.bot.emulator.fault(fault);
        let at = self.bot.now().truth + WAITS;
        self.enter(at, 0, Event::TakeBack(id));
    }

    /// The power is gone.
    pub(super) async fn fell(&mut self) {
        self.bot.die().await;
        let down = std::mem::take(&mut self.falls_for);
        self.is_down("a kill", down);
    }

    fn is_down(&mut self, what: &'static str, down: Duration) {
        let from = self.bot.now();
        let until = (from.truth + down).min(self.clear_from.max(from.truth));
        let until = super::on_grid(until + Duration::seconds(1));
        self.outage(what, from, self.bot.stamp(until));
        self.enter(until, 0, Event::Rise);
    }

    fn outage(&mut self, what: &'static str, from: Stamp, until: Stamp) {
        self.history.outages.push(Outage { from, until, what });
    }

    pub(super) fn rise(&mut self) -> anyhow::Result<()> {
        if !self.bot.is_up() {
            let now = self.bot.now();
            // Its clock may have been set while it was down.
            let mut outages = self.history.outages.iter_mut();
            if let Some(outage) = outages.find(|outage| outage.until.truth == now.truth) {
                outage.until = now;
            }
            self.bot.start()?;
        }
        Ok(())
    }
}

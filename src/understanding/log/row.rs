//! A log as six plain columns, for whoever reads it by machine: the command line and the measurements.
//!
//! What was not said is absent; a range is its middle.

use serde::Serialize;
use serde_json::Number;

use super::{CrampLog, Muscle, Range, Relief, Side};

/// What stands for "nothing helped, or nothing was done".
const NONE: &str = "none";

/// The columns, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub side: Option<Side>,
    pub muscle: Option<Muscle>,
    /// `HH:MM` of 24 hours.
    pub start_local_time: Option<String>,
    pub duration_min: Option<Number>,
    pub severity_0_10: Option<Number>,
    /// Joined by `+`, in the order of [`Relief`].
    pub relief: Option<String>,
}

impl From<&CrampLog> for Row {
    fn from(log: &CrampLog) -> Self {
        let moment = log.start.and_then(|start| start.moment());
        Self {
            side: log.side,
            muscle: log.muscle,
            start_local_time: moment.map(|moment| moment.format("%H:%M").to_string()),
            duration_min: log.minutes.and_then(number),
            severity_0_10: log.pain.and_then(number),
            relief: relief(log),
        }
    }
}

fn relief(log: &CrampLog) -> Option<String> {
    if log.no_relief {
        return Some(NONE.to_owned());
    }
    let names: Vec<&str> = log.relief.iter().copied().map(name).collect();
    (!names.is_empty()).then(|| names.join("+"))
}

const fn name(relief: Relief) -> &'static str {
    match relief {
        Relief::Stretching => "stretching",
        Relief::Standing => "standing",
        Relief::Walking => "walking",
        Relief::Massage => "massage",
        Relief::Heat => "heat",
        Relief::Ice => "ice",
        Relief::WarmSoak => "warm_soak",
        Relief::PickleJuice => "pickle_juice",
        Relief::Other => "other",
    }
}

/// The middle to two places; whole numbers without a point.
fn number(range: Range) -> Option<Number> {
    let value = (range.middle() * 100.0).round() / 100.0;
    if value.fract() == 0.0 {
        return Some(Number::from(value as i64));
    }
    Number::from_f64(value)
}

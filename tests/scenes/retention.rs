//! The scenes of somebody who has not been there for a year.

use charley::dialogue::What;
use chrono::TimeDelta;

use super::{after, one_cramp};
use crate::core::model::Model;

/// The announcement is due since yesterday, and it is three in the morning.
const A_YEAR: TimeDelta = TimeDelta::days(336);

fn waiting() -> Model {
    let mut model = one_cramp();
    model.is_down(A_YEAR);
    model
}

fn blocked() -> Model {
    let mut model = one_cramp();
    model.does(What::Blocked);
    after(model, A_YEAR)
}

/// All of them, by name.
pub fn all() -> Vec<(&'static str, Model)> {
    vec![
        ("the end: announced", after(one_cramp(), A_YEAR)),
        ("the end: waits for the day", waiting()),
        ("the end: announced to nobody", blocked()),
    ]
}

//! First contact, the notice and consent, help.
//!
//! Invariants: help in a cramp needs no form and no consent; nothing is kept before a clear "I agree", which records the notice's
//! version and the time; who is under sixteen gets help in a cramp, and no diary.

use super::{
    chat::{Address, Age, Keeping, State},
    effect::Button,
    press::Action,
    relief::warmth,
    routine, settings,
    turn::{Turn, plain, with_buttons},
    zone,
};
use crate::{content::Arg, understanding::Reply};

/// The version of the notice that people agree to. A change of `consent-notice` in any language takes the next number;
/// a test holds the text and the number together.
pub const NOTICE: u16 = 2;

/// Who Charley is, and two buttons. Closes whatever question was open.
pub(super) fn start(turn: &mut Turn<'_>) {
    turn.drop_form();
    turn.chat.silent = false;
    let mut rows = vec![turn.lasting("cramp-now-button", Action::Cramp)];
    if turn.chat.consented() {
        rows.push(turn.lasting("diary-button", Action::History));
    } else {
        rows.push(turn.lasting("set-up-button", Action::SetUp));
    }
    let message = with_buttons(turn.t("welcome-text"), rows);
    let at = turn.new_address();
    turn.say_at(at.anchor, super::Class::Answer, message);
    if turn.chat.hold.is_some() {
        super::flags::remind(turn);
    }
}

/// What Charley can do.
pub(super) fn help(turn: &mut Turn<'_>) {
    let rows = vec![
        turn.lasting("cramp-now-button", Action::Cramp),
        turn.lasting("log-button", Action::Log),
        turn.lasting("diary-button", Action::History),
    ];
    let message = with_buttons(turn.t("help-text"), rows);
    turn.say(message);
}

/// The set-up: the notice, then the time zone.
pub(super) fn set_up(turn: &mut Turn<'_>) {
    turn.chat.joining = false;
    if turn.chat.consented() {
        zone::ask_how(turn, true);
    } else {
        turn.open(State::Consent);
    }
}

/// What is kept, where, and who can read it.
pub(super) fn notice(turn: &Turn<'_>) -> String {
    let house = turn.context.house;
    turn.tn(
        "consent-notice",
        &[
            ("operator", Arg::Text(&house.operator)),
            ("hours", Arg::Number(i64::from(house.provisional_hours))),
        ],
    )
}

pub(super) fn consent_rows(turn: &Turn<'_>, at: Address) -> Vec<Vec<Button>> {
    vec![
        turn.button(at, "agree-button", Action::Agree),
        turn.button(at, "young-button", Action::Young),
        turn.button(at, "not-now-button", Action::No),
    ]
}

/// A button under the notice.
pub(super) fn consent(turn: &mut Turn<'_>, action: Action) -> bool {
    match action {
        Action::Agree => {
            agree(turn);
            let message = plain(turn.t("agreed-text"));
            turn.close_form(message);
            if turn.chat.joining {
                routine::join(turn);
            } else if turn.chat.zone.is_none() {
                zone::ask_how(turn, true);
            }
        }
        Action::Young => {
            young(turn);
            let message = plain(turn.t("young-text"));
            turn.close_form(message);
        }
        // The evenings asked for the newer notice: a "no" to it leaves the older one as it was.
        Action::No if turn.chat.joining => {
            turn.chat.joining = false;
            let message = plain(turn.t("routine-not-now"));
            turn.close_form(message);
        }
        // The person agreed elsewhere in the meantime: a "no" to the older notice takes that back.
        Action::No if turn.chat.consented() => {
            turn.drop_form();
            settings::withdraw(turn);
        }
        Action::No => {
            let message = plain(turn.t("declined-text"));
            turn.close_form(message);
        }
        _ => return false,
    }
    true
}

/// Typed words under the notice. Consent is given by its button alone: a stray "yes" must not be one.
pub(super) fn consent_typed(turn: &mut Turn<'_>, text: &str) -> bool {
    match turn.reply(text) {
        Some(Reply::No | Reply::Skip | Reply::Back) => consent(turn, Action::No),
        Some(Reply::Yes | Reply::Easing | Reply::StillBad | Reply::Gone) | None => false,
    }
}

/// Records the consent, and turns what was held provisionally into the diary.
pub(super) fn agree(turn: &mut Turn<'_>) {
    turn.chat.age = Age::Adult;
    turn.chat.keeping = Keeping::Agreed {
        version: NOTICE,
        at: turn.now(),
    };
    for entry in std::mem::take(&mut turn.chat.drafts) {
        turn.keep(entry);
    }
}

/// Under sixteen: nothing is kept, and no morning message comes.
pub(super) fn young(turn: &mut Turn<'_>) {
    if turn.chat.consented() {
        // An older notice was still open; what was kept since goes by the rule for records without consent.
        turn.chat.keeping = Keeping::Provisional {
            since: turn.now(),
            withdrawn: true,
        };
    }
    turn.chat.age = Age::Young;
    turn.chat.answers = crate::care::answers::Answers::default();
    turn.chat.drafts.clear();
    turn.chat.night = None;
    turn.chat.routine = None;
    turn.chat.joining = false;
    warmth::reconsider(turn);
}

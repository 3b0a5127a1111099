//! The core's keyboards in Telegram's terms.

use teloxide::types::{
    ButtonRequest, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup,
    KeyboardRemove, ReplyMarkup,
};

use crate::dialogue::{Button, Keyboard};

/// What goes under a new message.
pub(super) fn under_new(keyboard: &Keyboard) -> Option<ReplyMarkup> {
    match keyboard {
        Keyboard::None => None,
        Keyboard::Buttons(rows) => Some(inline(rows).into()),
        Keyboard::ShareLocation { label } => {
            let button = KeyboardButton::new(label.as_str()).request(ButtonRequest::Location);
            let markup = KeyboardMarkup::new([[button]]);
            Some(markup.resize_keyboard().one_time_keyboard().into())
        }
        Keyboard::Away => Some(KeyboardRemove::new().into()),
    }
}

/// What goes under an edited message: Telegram takes inline buttons only, and none at all takes the old ones away.
pub(super) fn under_edit(keyboard: &Keyboard) -> Option<InlineKeyboardMarkup> {
    match keyboard {
        Keyboard::Buttons(rows) => Some(inline(rows)),
        Keyboard::None | Keyboard::ShareLocation { .. } | Keyboard::Away => None,
    }
}

fn inline(rows: &[Vec<Button>]) -> InlineKeyboardMarkup {
    let button = |button: &Button| {
        InlineKeyboardButton::callback(button.label.as_str(), button.data.as_str())
    };
    InlineKeyboardMarkup::new(
        rows.iter()
            .map(|row| row.iter().map(button).collect::<Vec<_>>()),
    )
}

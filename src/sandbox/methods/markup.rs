//! Keyboards: checked as strictly as Telegram checks them.
//!
//! Deliberately not here: what a button does when pressed.

use serde_json::{Map, Value};

use crate::sandbox::{answer::Refusal, params::Params};

/// Telegram's limit, in bytes.
const LONGEST_DATA: usize = 64;

/// A checked `reply_markup`.
#[derive(Debug, PartialEq)]
pub(super) enum Markup {
    /// Under the message; part of it.
    Inline(Value),
    /// Below the text field (a reply keyboard, its removal, a forced reply); part of the chat.
    Chat(Value),
}

/// Reads `reply_markup`. An empty inline keyboard is none.
pub(super) fn read(params: &Params) -> Result<Option<Markup>, Refusal> {
    let Some(markup) = params.nested("reply_markup")? else {
        return Ok(None);
    };
    if !markup.is_object() {
        return Err(Refusal::bad("object expected as reply markup"));
    }
    if let Some(rows) = markup.get("inline_keyboard") {
        let rows = rows.as_array().ok_or_else(not_an_array)?;
        let mut any = false;
        for button in rows
            .iter()
            .flat_map(|row| row.as_array().into_iter().flatten())
        {
            check_inline(button)?;
            any = true;
        }
        if rows.iter().any(|row| !row.is_array()) {
            return Err(not_an_array());
        }
        return Ok(any.then_some(Markup::Inline(markup)));
    }
    if let Some(rows) = markup.get("keyboard") {
        let rows = rows.as_array().ok_or_else(not_an_array)?;
        for button in rows
            .iter()
            .flat_map(|row| row.as_array().into_iter().flatten())
        {
            let label = button.as_str().or_else(|| button["text"].as_str());
            if label.is_none_or(str::is_empty) {
                return Err(Refusal::bad("keyboard button text must be non-empty"));
            }
        }
    }
    Ok(Some(Markup::Chat(markup)))
}

/// Puts an inline keyboard into a message's fields, or takes it out.
pub(super) fn place(fields: &mut Map<String, Value>, markup: Option<Value>) {
    match markup {
        Some(markup) => fields.insert("reply_markup".to_owned(), markup),
        None => fields.remove("reply_markup"),
    };
}

fn not_an_array() -> Refusal {
    Refusal::bad("inline keyboard must be an Array of Arrays")
}

fn check_inline(button: &Value) -> Result<(), Refusal> {
    if button["text"].as_str().is_none_or(str::is_empty) {
        return Err(Refusal::bad(
            "inline keyboard button text must be non-empty",
        ));
    }
    if let Some(data) = button.get("callback_data") {
        let length = data.as_str().map_or(0, str::len);
        return if (1..=LONGEST_DATA).contains(&length) {
            Ok(())
        } else {
            Err(Refusal::bad("BUTTON_DATA_INVALID"))
        };
    }
    let others = [
        "url",
        "login_url",
        "web_app",
        "copy_text",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "pay",
        "callback_game",
    ];
    if others.iter().any(|kind| button.get(*kind).is_some()) {
        Ok(())
    } else {
        Err(Refusal::bad(
            "text buttons are unallowed in the inline keyboard",
        ))
    }
}

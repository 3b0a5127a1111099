//! The Bot API's methods: name → what happens.
//!
//! Each runs under the world's lock and does not wait; only `getUpdates` does (`polling`). Names are matched without
//! regard to case, as Telegram does. Deliberately not here: HTTP, faults.

mod edit;
mod markup;
mod polling;
mod profile;
mod send;

use chrono::{DateTime, Utc};
use serde_json::json;

pub(super) use polling::get_updates;

use super::{
    answer::{Answer, Refusal, yes},
    chat::{Chat, ChatKind},
    params::Params,
    world::World,
};

/// What a call did, beside its answer: for the ledger.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub message: Option<i64>,
}

/// One call, with all that it may touch.
pub(super) struct Call<'a> {
    pub world: &'a mut World,
    pub params: &'a Params,
    pub now: DateTime<Utc>,
    pub trace: Trace,
}

/// Runs a method by its name in lower case.
pub(super) fn run(method: &str, call: &mut Call<'_>) -> Answer {
    match method {
        "sendmessage" => send::message(call),
        "sendphoto" => send::photo(call),
        "senddocument" => send::document(call),
        "sendchataction" => send::chat_action(call),
        "editmessagetext" => edit::text(call),
        "editmessagecaption" => edit::caption(call),
        "editmessagereplymarkup" => edit::reply_markup(call),
        "deletemessage" => edit::delete(call),
        "answercallbackquery" => edit::answer_callback_query(call),
        "getme" => Ok(profile::me(call)),
        "getchat" => profile::chat(call),
        "getfile" => profile::file(call),
        "setmycommands" => profile::set_commands(call),
        "getmycommands" => profile::commands(call),
        "deletemycommands" => profile::delete_commands(call),
        "setmyname" => profile::set_text(call, profile::Text::Name),
        "getmyname" => profile::text(call, profile::Text::Name),
        "setmydescription" => profile::set_text(call, profile::Text::Description),
        "getmydescription" => profile::text(call, profile::Text::Description),
        "setmyshortdescription" => profile::set_text(call, profile::Text::Short),
        "getmyshortdescription" => profile::text(call, profile::Text::Short),
        "setwebhook" => polling::set_webhook(call),
        "deletewebhook" => polling::delete_webhook(call),
        "getwebhookinfo" => Ok(polling::webhook_info(call)),
        "logout" | "close" => yes(),
        _ => Err(Refusal::new(404, "Not Found")),
    }
}

/// The chat that a call concerns, as far as its parameters say.
pub(super) fn chat_of(params: &Params, world: &World) -> Option<i64> {
    params.integer("chat_id").or_else(|| {
        let id = params.text("callback_query_id")?;
        world.pressed(&id).map(|pressed| pressed.chat)
    })
}

impl Call<'_> {
    /// The id of the chat in `chat_id`, if the bot may write there.
    fn writable_chat(&self) -> Result<i64, Refusal> {
        let raw = self.params.text("chat_id");
        if raw.is_none_or(|id| id.trim().is_empty()) {
            return Err(Refusal::bad("chat_id is empty"));
        }
        let not_found = || Refusal::bad("chat not found");
        let id = self.params.integer("chat_id").ok_or_else(not_found)?;
        let chat = self.world.chats.get(&id).ok_or_else(not_found)?;
        writable(chat).map(|()| id)
    }

    /// The JSON of a message, as an answer.
    fn message(&mut self, chat: i64, message: i64) -> Answer {
        self.trace.message = Some(message);
        let chat = self.world.chats.get(&chat);
        chat.and_then(|chat| Some(self.world.message_json(chat, chat.find(message)?)))
            .ok_or_else(|| Refusal::new(500, "Internal Server Error"))
    }
}

fn writable(chat: &Chat) -> Result<(), Refusal> {
    if chat.deactivated {
        return Err(Refusal::forbidden("user is deactivated"));
    }
    if chat.blocked {
        return Err(Refusal::forbidden(match chat.kind {
            ChatKind::Private => "bot was blocked by the user",
            ChatKind::Group => "bot was kicked from the group chat",
            ChatKind::Supergroup => "bot was kicked from the supergroup chat",
            ChatKind::Channel => "bot was kicked from the channel chat",
        }));
    }
    if !chat.started {
        return Err(Refusal::forbidden(
            "bot can't initiate conversation with a user",
        ));
    }
    Ok(())
}

/// Tells the pages of something that is no message.
fn tell(world: &mut World, kind: &str, content: &serde_json::Value) {
    if world.feed.on() {
        world.feed.tell(kind, &content.to_string());
    }
}

/// The pages show who is typing.
fn tell_action(world: &mut World, chat: i64, action: &str) {
    tell(world, "action", &json!({ "chat": chat, "action": action }));
}

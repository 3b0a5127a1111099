//! What Telegram shows of the bot before the first message: its command menu and its descriptions, in each language.
//!
//! Set only where they differ, since Telegram limits such changes strictly. A failure is told and otherwise ignored: the bot
//! works without a menu.

use teloxide::{
    Bot, RequestError,
    payloads::{
        GetMyCommandsSetters, GetMyDescriptionSetters, GetMyShortDescriptionSetters,
        SetMyCommandsSetters, SetMyDescriptionSetters, SetMyShortDescriptionSetters,
    },
    prelude::Requester,
    types::BotCommand,
};

use super::notice::Notice;

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// A two-letter code; `None` is for everybody without a profile in their own language.
    pub language: Option<String>,
    /// The word behind the slash, and what it does, in the order of the menu.
    pub commands: Vec<(String, String)>,
    /// Shown in an empty chat, at most 512 characters.
    pub description: String,
    /// Shown in the bot's profile and in shared links, at most 120 characters.
    pub short_description: String,
}

/// Sets what differs. The returned notices (at most one a language) say what could not be set.
pub async fn set(bot: &Bot, profiles: &[Profile]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for profile in profiles {
        // The first failure of a language ends it: the others would fail the same way.
        if let Err(notice) = set_one(bot, profile).await {
            notices.push(notice);
        }
    }
    notices
}

async fn set_one(bot: &Bot, profile: &Profile) -> Result<(), Notice> {
    let said = |what: &'static str| move |_: RequestError| Notice::Profile(what);
    commands(bot, profile).await.map_err(said("command menu"))?;
    description(bot, profile)
        .await
        .map_err(said("description"))?;
    short_description(bot, profile)
        .await
        .map_err(said("short description"))
}

async fn commands(bot: &Bot, profile: &Profile) -> Result<(), RequestError> {
    let wanted: Vec<BotCommand> = profile
        .commands
        .iter()
        .map(|(name, does)| BotCommand::new(name, does))
        .collect();
    let mut get = bot.get_my_commands();
    let mut set = bot.set_my_commands(wanted.clone());
    if let Some(language) = &profile.language {
        get = get.language_code(language);
        set = set.language_code(language);
    }
    if get.await? != wanted {
        set.await?;
    }
    Ok(())
}

async fn description(bot: &Bot, profile: &Profile) -> Result<(), RequestError> {
    let mut get = bot.get_my_description();
    let mut set = bot.set_my_description().description(&profile.description);
    if let Some(language) = &profile.language {
        get = get.language_code(language);
        set = set.language_code(language);
    }
    if get.await?.description != profile.description {
        set.await?;
    }
    Ok(())
}

async fn short_description(bot: &Bot, profile: &Profile) -> Result<(), RequestError> {
    let mut get = bot.get_my_short_description();
    let wanted = &profile.short_description;
    let mut set = bot.set_my_short_description().short_description(wanted);
    if let Some(language) = &profile.language {
        get = get.language_code(language);
        set = set.language_code(language);
    }
    if get.await?.short_description != *wanted {
        set.await?;
    }
    Ok(())
}

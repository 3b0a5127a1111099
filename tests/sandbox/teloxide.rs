//! teloxide's own client against the emulator: what its types need is what the emulator answers.

use charley::sandbox::Emulator;
use futures_util::StreamExt;
use teloxide::{
    ApiError, Bot, RequestError,
    net::Download,
    payloads::{
        AnswerCallbackQuerySetters, EditMessageTextSetters, GetMyDescriptionSetters,
        GetUpdatesSetters, SendDocumentSetters, SendMessageSetters, SetMyCommandsSetters,
        SetMyDescriptionSetters,
    },
    prelude::Requester,
    types::{
        AllowedUpdate, BotCommand, BotCommandScope, ChatAction, ChatId, InlineKeyboardButton,
        InlineKeyboardMarkup, InputFile, MessageId, ParseMode, UpdateKind,
    },
};

use super::{PATIENCE, TOKEN, emulator};

const SAM: ChatId = ChatId(1);

fn bot(emulator: &Emulator) -> Bot {
    let url = emulator.api_url().parse().expect("a URL");
    Bot::new(TOKEN).set_api_url(url)
}

fn keyboard(label: &str) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(label, "v1:x")]])
}

#[tokio::test]
async fn a_conversation_goes_through_teloxide() {
    let emulator = emulator().await;
    let bot = bot(&emulator);
    let sam = emulator.person(SAM.0, "Sam");
    assert_eq!(
        bot.get_me().await.expect("me").username(),
        "charley_sandbox_bot"
    );
    sam.say("/start now").expect("not blocked");
    let updates = bot
        .get_updates()
        .timeout(5)
        .allowed_updates([AllowedUpdate::Message, AllowedUpdate::CallbackQuery])
        .await
        .expect("updates");
    let UpdateKind::Message(message) = &updates[0].kind else {
        panic!("a message: {updates:?}")
    };
    assert_eq!((message.text(), message.chat.id), (Some("/start now"), SAM));

    bot.send_chat_action(SAM, ChatAction::Typing)
        .await
        .expect("an action");
    let sent = bot
        .send_message(SAM, "<b>Hold</b> it")
        .parse_mode(ParseMode::Html)
        .disable_notification(true)
        .reply_markup(keyboard("It's easing"))
        .await
        .expect("sent");
    assert_eq!(sent.text(), Some("Hold it"));
    assert!(sam.last_from_bot().expect("it is there").silent);

    sam.press_label("It's easing").expect("the button is there");
    let offset = i32::try_from(updates[0].id.0 + 1).expect("a small id");
    let updates = bot.get_updates().offset(offset).await.expect("updates");
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else {
        panic!("a press: {updates:?}")
    };
    assert_eq!(
        query.regular_message().map(|message| message.id),
        Some(sent.id)
    );
    bot.answer_callback_query(query.id.clone())
        .text("Noted")
        .await
        .expect("answered");

    let edit = || {
        bot.edit_message_text(SAM, sent.id, "Longer")
            .reply_markup(keyboard("Gone"))
    };
    let edited = edit().await.expect("edited");
    assert!(edited.edit_date().is_some());
    assert!(matches!(
        edit().await,
        Err(RequestError::Api(ApiError::MessageNotModified))
    ));
    bot.edit_message_reply_markup(SAM, sent.id)
        .await
        .expect("the keyboard goes");
    assert!(
        sam.last_from_bot()
            .expect("it is there")
            .keyboard
            .is_empty()
    );
    bot.delete_message(SAM, sent.id).await.expect("deleted");
    assert!(sam.last_from_bot().is_none());
}

#[tokio::test]
async fn teloxide_reads_the_errors_that_matter() {
    let emulator = emulator().await;
    let bot = bot(&emulator);
    let sam = emulator.person(SAM.0, "Sam");
    let send = || bot.send_message(SAM, "x");
    sam.say("hello").expect("not blocked");
    sam.block().expect("a person");
    assert!(matches!(
        send().await,
        Err(RequestError::Api(ApiError::BotBlocked))
    ));
    sam.unblock().expect("a person");
    sam.deactivate();
    assert!(matches!(
        send().await,
        Err(RequestError::Api(ApiError::UserDeactivated))
    ));
    let nobody = bot.send_message(ChatId(9), "x").await;
    assert!(matches!(
        nobody,
        Err(RequestError::Api(ApiError::ChatNotFound))
    ));
    let kim = ChatId(2);
    emulator
        .person(kim.0, "Kim")
        .say("hello")
        .expect("not blocked");
    let edit = bot.edit_message_text(kim, MessageId(77), "x").await;
    assert!(matches!(
        edit,
        Err(RequestError::Api(ApiError::MessageToEditNotFound))
    ));
    let long = bot.send_message(kim, "x".repeat(5000)).await;
    assert!(
        matches!(long, Err(RequestError::Api(ApiError::MessageIsTooLong))),
        "{long:?}"
    );
}

#[tokio::test]
async fn teloxide_sets_and_reads_the_profile() {
    let emulator = emulator().await;
    let bot = bot(&emulator);
    let commands = [
        BotCommand::new("cramp", "A cramp right now"),
        BotCommand::new("help", "Help"),
    ];
    let scope = BotCommandScope::AllPrivateChats;
    bot.set_my_commands(commands.clone())
        .scope(scope)
        .language_code("en")
        .await
        .expect("set");
    let _sam = emulator.person(SAM.0, "Sam");
    assert_eq!(emulator.commands_for(SAM.0)[0]["command"], "cramp");
    bot.set_my_description()
        .description("Night leg cramps")
        .await
        .expect("set");
    let description = bot
        .get_my_description()
        .language_code("en")
        .await
        .expect("read");
    assert_eq!(description.description, "Night leg cramps");
    bot.set_my_short_description().await.expect("set");
    bot.get_my_short_description().await.expect("read");
    bot.get_my_name().await.expect("read");
    bot.get_webhook_info().await.expect("read");
    bot.delete_webhook().await.expect("done");
    emulator
        .person(SAM.0, "Sam")
        .say("hello")
        .expect("not blocked");
    assert_eq!(
        bot.get_chat(SAM).await.expect("a chat").first_name(),
        Some("Sam")
    );
}

#[tokio::test]
async fn files_go_up_and_come_down() {
    let emulator = emulator().await;
    let bot = bot(&emulator);
    let sam = emulator.person(SAM.0, "Sam");
    sam.say("hello").expect("not blocked");
    let bytes = b"night;pain\n1;4\n".repeat(100_000);
    let file = InputFile::memory(bytes.clone()).file_name("diary.csv");
    let sent = bot
        .send_document(SAM, file)
        .caption("Your diary")
        .await
        .expect("sent");
    let document = sent.document().expect("a document");
    assert_eq!(document.file_name.as_deref(), Some("diary.csv"));
    let bubble = sam
        .wait_for_text(PATIENCE, "Your diary")
        .await
        .expect("it is there");
    assert_eq!(bubble.fields["document"]["file_size"], bytes.len());

    let file = bot
        .get_file(document.file.id.clone())
        .await
        .expect("a file");
    let mut down = Vec::new();
    let mut stream = bot.download_file_stream(&file.path);
    while let Some(chunk) = stream.next().await {
        down.extend_from_slice(&chunk.expect("bytes"));
    }
    assert!(down == bytes, "the file comes down as it went up");

    let again = InputFile::file_id(document.file.id.clone());
    bot.send_document(SAM, again)
        .await
        .expect("a known file can be sent again");
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0]);
    let photo = bot
        .send_photo(SAM, InputFile::memory(png))
        .await
        .expect("sent");
    assert_eq!(photo.photo().expect("a photo")[0].width, 640);
    let no_picture = bot.send_photo(SAM, InputFile::memory("text")).await;
    assert!(no_picture.is_err());
}

#[tokio::test]
async fn what_people_send_is_read_by_teloxide() {
    let emulator = emulator().await;
    let bot = bot(&emulator);
    let sam = emulator.person(SAM.0, "Sam");
    sam.say("hello").expect("not blocked");
    sam.edit_last("hello there").expect("there is one");
    sam.send_location(1.0, 2.0).expect("not blocked");
    sam.block().expect("a person");
    emulator
        .group(-100_123, "Family")
        .say(&sam, "hi")
        .expect("the bot is in");
    emulator
        .channel(-100_124, "News")
        .post("news")
        .expect("the bot is in");
    let updates = bot.get_updates().await.expect("updates");
    let kinds: Vec<&str> = updates
        .iter()
        .map(|update| match &update.kind {
            UpdateKind::Message(message) if message.location().is_some() => "location",
            UpdateKind::Message(_) => "message",
            UpdateKind::EditedMessage(_) => "edited",
            UpdateKind::MyChatMember(_) => "member",
            UpdateKind::ChannelPost(_) => "post",
            _ => "unreadable",
        })
        .collect();
    assert_eq!(
        kinds,
        ["message", "edited", "location", "member", "message", "post"]
    );
}

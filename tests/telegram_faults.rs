//! Telegram's own troubles against the whole bot (S03, U04, U05, D16): answers arrive at least once and in order, the diary is never
//! doubled, an unasked message comes at most once, and who blocked the bot is left alone.

use charley::sandbox::{Action, Fault, Happened, Mess, Person};

use crate::world::{World, agree, night, says, taps};

/// What the bot said in a chat, one after the other; the same twice in a row counts once.
fn said(person: &Person) -> Vec<String> {
    let mut said: Vec<String> = person
        .messages()
        .into_iter()
        .filter(|message| message.from_bot)
        .map(|message| message.text.chars().take(16).collect())
        .collect();
    said.dedup();
    said
}

fn refuse(code: u16, description: &str, retry_after: Option<u32>) -> Action {
    Action::Refuse {
        code,
        description: description.to_owned(),
        retry_after,
    }
}

/// How many calls so far concerned this chat.
fn calls(world: &World, chat: i64) -> usize {
    let ledger = world.emulator.ledger(0);
    ledger
        .iter()
        .filter(|line| matches!(line.what, Happened::Call { chat: Some(of), .. } if of == chat))
        .count()
}

/// A cramp from the first word to the morning's last answer, with this fault at each kind of call, once each.
async fn check(name: &str, action: Action, nudges: std::ops::RangeInclusive<usize>) {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    let trouble = |method: &str| {
        world
            .emulator
            .fault(Fault::of(method, action.clone()).times(1).in_chat(1001));
    };
    trouble("sendMessage");
    says(&world, &sam, "/cramp").await;
    trouble("editMessageText");
    taps(&world, &sam, "It's easing").await;
    world.pass(60).await;
    trouble("editMessageText");
    taps(&world, &sam, "Gone").await;
    trouble("sendMessage");
    says(&world, &sam, "/help").await;
    let order = said(&sam);
    let at = |words: &str| order.iter().position(|said| said.starts_with(words));
    assert!(at("Noted.").is_some(), "{name}: {order:?}");
    assert!(at("Noted.") < at("What I can do"), "{name}: {order:?}");
    trouble("sendMessage");
    world.pass(6 * 3600).await;
    let mornings = |person: &Person| {
        let of_bot = person
            .messages()
            .into_iter()
            .filter(|message| message.from_bot);
        of_bot
            .filter(|message| message.text.starts_with("Hello. You wrote to me"))
            .count()
    };
    assert!(
        nudges.contains(&mornings(&sam)),
        "{name}: {} mornings",
        mornings(&sam)
    );
    world.emulator.clear_faults();
    world.restart().await;
    world.pass(86_400).await;
    assert!(
        nudges.contains(&mornings(&sam)),
        "{name}: another one after a restart"
    );
    says(&world, &sam, "/history").await;
    assert!(
        said(&sam)
            .iter()
            .any(|said| said.starts_with("Your diary: 1 en")),
        "{name}"
    );
    world.stop().await;
    let counts = world.store().counts().expect("counts");
    assert_eq!((counts.entries, counts.outbox), (1, 0), "{name}");
}

#[tokio::test]
async fn a_request_to_wait_delays_and_loses_nothing() {
    check(
        "429",
        refuse(429, "Too Many Requests: retry after 1", Some(1)),
        1..=1,
    )
    .await;
}

#[tokio::test]
async fn a_connection_cut_before_the_call_took_effect_loses_no_answer() {
    check("cut before", Action::DropBefore, 0..=1).await;
}

#[tokio::test]
async fn a_connection_cut_after_the_call_took_effect_doubles_no_entry_and_no_morning() {
    check("cut after", Action::DropAfter, 1..=1).await;
}

#[tokio::test]
async fn half_an_answer_doubles_no_entry_and_no_morning() {
    check("half an answer", Action::HalfAnswer { bytes: 12 }, 1..=1).await;
}

/// The library sleeps ten seconds after a 5xx, so one is enough.
#[tokio::test]
async fn a_fault_of_telegrams_server_is_waited_out() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    let body = Action::Raw {
        status: 502,
        body: "<html>bad gateway</html>".to_owned(),
        content_type: Some("text/html".to_owned()),
    };
    world
        .emulator
        .fault(Fault::of("sendMessage", body).times(1).in_chat(1001));
    says(&world, &sam, "/help").await;
    let order = said(&sam);
    assert_eq!(
        order
            .iter()
            .filter(|said| said.starts_with("What I can do"))
            .count(),
        1
    );
    world.stop().await;
}

#[tokio::test]
async fn who_blocked_the_bot_is_not_called_again_until_they_write() {
    for (code, text) in [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
    ] {
        let mut world = World::at(night()).await;
        let sam = world.person(1001, "Sam");
        agree(&world, &sam).await;
        says(&world, &sam, "/cramp").await;
        world
            .emulator
            .fault(Fault::of("editMessageText", refuse(code, text, None)).in_chat(1001));
        world
            .emulator
            .fault(Fault::of("sendMessage", refuse(code, text, None)).in_chat(1001));
        // The countdown is refused.
        world.pass(10).await;
        let before = calls(&world, 1001);
        world.pass(2 * 86_400).await;
        world.restart().await;
        world.pass(60).await;
        assert_eq!(calls(&world, 1001), before, "{text}: called again");
        world.emulator.clear_faults();
        says(&world, &sam, "/help").await;
        assert!(
            said(&sam)
                .iter()
                .any(|said| said.starts_with("What I can do")),
            "{text}"
        );
        says(&world, &sam, "/history").await;
        let kept = said(&sam)
            .iter()
            .any(|said| said.starts_with("Your diary: 1 en"));
        // The cramp that was going on, too; but of an account that is gone nothing is kept.
        assert_eq!(kept, !text.ends_with("deactivated"), "{text}");
        world.stop().await;
    }
}

#[tokio::test]
async fn updates_that_come_twice_and_in_disorder_take_effect_once() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    world.emulator.mess(Mess {
        duplicate: 0.7,
        reorder: false,
    });
    for n in 1..=10 {
        says(&world, &sam, "/cramp").await;
        taps(&world, &sam, "It's easing").await;
        world.pass(60).await;
        taps(&world, &sam, "Gone").await;
        let logged = said(&sam);
        assert!(!logged.is_empty(), "cramp {n}");
        world.pass(60).await;
    }
    world.emulator.mess(Mess::default());
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").entries, 10);
}

/// D06: two devices, the same instant.
#[tokio::test]
async fn a_button_that_is_pressed_twice_at_once_counts_once() {
    let mut world = World::at(night()).await;
    let sam = world.person(1001, "Sam");
    agree(&world, &sam).await;
    says(&world, &sam, "/cramp").await;
    taps(&world, &sam, "It's easing").await;
    let before = said(&sam).len();
    for _ in 0..5 {
        sam.press_label("Gone").expect("a button");
    }
    world.settle().await;
    assert_eq!(said(&sam).len(), before, "no message for the other taps");
    world.stop().await;
    assert_eq!(world.store().counts().expect("counts").entries, 1);
}

//! The bot's profile is set where it differs, and nowhere else.

use charley::telegram::{
    Notice,
    profile::{Profile, set},
};
use serde_json::json;

use super::fake::{Fake, Reply};

fn profile(language: Option<&str>) -> Profile {
    Profile {
        language: language.map(str::to_owned),
        commands: vec![("cramp".into(), "it hurts".into())],
        description: "long".into(),
        short_description: "short".into(),
    }
}

#[tokio::test]
async fn what_is_right_already_is_left_alone() {
    let fake = Fake::start(|call| match call.method.as_str() {
        "getmycommands" => Reply::Ok(json!([{ "command": "cramp", "description": "it hurts" }])),
        "getmydescription" if call.body["language_code"] == "de" => {
            Reply::Ok(json!({ "description": "" }))
        }
        "getmydescription" => Reply::Ok(json!({ "description": "long" })),
        "getmyshortdescription" => Reply::Ok(json!({ "short_description": "short" })),
        _ => Reply::Ok(json!(true)),
    })
    .await;
    let notices = set(&fake.api().bot(), &[profile(None), profile(Some("de"))]).await;
    assert!(notices.is_empty());
    assert!(fake.calls("setmycommands").is_empty());
    assert!(fake.calls("setmyshortdescription").is_empty());
    let set = fake.calls("setmydescription");
    assert_eq!(set.len(), 1);
    assert_eq!(
        set[0].body,
        json!({ "description": "long", "language_code": "de" })
    );
}

#[tokio::test]
async fn a_failure_is_told_and_stops_nothing() {
    let fake = Fake::start(|call| match call.body["language_code"].as_str() {
        None => Reply::No(400, "Bad Request: no"),
        Some(_) if call.method == "getmycommands" => Reply::Ok(json!([])),
        Some(_) if call.method == "getmydescription" => Reply::Ok(json!({ "description": "" })),
        Some(_) if call.method == "getmyshortdescription" => {
            Reply::Ok(json!({ "short_description": "" }))
        }
        Some(_) => Reply::Ok(json!(true)),
    })
    .await;
    let notices = set(&fake.api().bot(), &[profile(None), profile(Some("de"))]).await;
    assert_eq!(notices, [Notice::Profile("command menu")]);
    let commands = json!([{ "command": "cramp", "description": "it hurts" }]);
    assert_eq!(fake.calls("setmycommands")[0].body["commands"], commands);
    assert_eq!(fake.calls("setmyshortdescription").len(), 1);
}

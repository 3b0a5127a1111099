//! The emulator against the Bot API's rules, by bare HTTP and by teloxide.

mod faults;
mod methods;
mod people;
mod polling;
mod teloxide;
mod web;

use std::time::Duration;

use charley::sandbox::{Emulator, EmulatorConfig};
use reqwest::{Client, header::CONTENT_TYPE};
use serde_json::{Value, json};

/// Real time; far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(5);

const TOKEN: &str = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";

async fn emulator() -> Emulator {
    let config = EmulatorConfig {
        seed: Some(7),
        ..EmulatorConfig::default()
    };
    Emulator::start(config)
        .await
        .expect("a free port on loopback")
}

/// Calls a method with JSON; the HTTP status and the answer.
async fn call(emulator: &Emulator, method: &str, params: Value) -> (u16, Value) {
    let response = Client::new()
        .post(format!("{}/bot{TOKEN}/{method}", emulator.api_url()))
        .header(CONTENT_TYPE, "application/json")
        .body(params.to_string())
        .send()
        .await
        .expect("an answer");
    let status = response.status().as_u16();
    let body = response.text().await.expect("a body");
    (status, serde_json::from_str(&body).expect("JSON"))
}

/// The result of a call that must succeed.
async fn result(emulator: &Emulator, method: &str, params: Value) -> Value {
    let (status, answer) = call(emulator, method, params).await;
    assert_eq!(
        (status, &answer["ok"]),
        (200, &json!(true)),
        "{method}: {answer}"
    );
    answer["result"].clone()
}

/// The description of a call that must be refused.
async fn refusal(emulator: &Emulator, method: &str, params: Value) -> (u16, String) {
    let (status, answer) = call(emulator, method, params).await;
    assert_eq!(answer["ok"], json!(false), "{method} must be refused");
    assert_eq!(answer["error_code"], json!(status));
    (
        status,
        answer["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    )
}

/// The ids of updates.
fn ids(updates: &Value) -> Vec<i64> {
    let list = updates.as_array().into_iter().flatten();
    list.filter_map(|update| update["update_id"].as_i64())
        .collect()
}

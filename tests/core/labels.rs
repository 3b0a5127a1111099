//! Whoever types what stands on a button of the log is understood as if it had been tapped.

use charley::dialogue::{Action, Press, State, What};

use super::model::{Model, buttons, text};
use crate::scenes;

/// The diary without the time at which it was written, and the question that is open.
fn outcome(model: &Model) -> (State, Vec<charley::dialogue::Entry>) {
    let chat = model.record();
    let kept = model.entries.values().cloned();
    (chat.state, kept.chain(chat.drafts).collect())
}

#[test]
fn what_is_shown_as_a_button_of_the_log_reads_back_typed() {
    let mut tried = 0;
    for (name, scene) in scenes::all() {
        let chat = scene.record();
        let (State::Log(_), Some(form)) = (&chat.state, chat.form) else {
            continue;
        };
        for button in buttons(&scene.screen[&form.anchor]) {
            let (mut tapped, mut typed) = (scene.clone(), scene.clone());
            typed.says(&button.label);
            let action = Press::parse(&button.data).expect("a button of ours").action;
            if let Action::Helped(helped) = action {
                // A tick waits for more; what is typed is the whole answer.
                let entry = typed.entries.values().next_back().expect("an entry");
                assert!(entry.cramp().helped.contains(&helped), "{}", button.label);
            } else {
                tapped.does(What::Pressed(button.data));
                assert_eq!(
                    outcome(&tapped),
                    outcome(&typed),
                    "{name}: {}",
                    button.label
                );
            }
            let lost = text("question-first");
            assert!(!typed.heard.iter().any(|said| said.text.contains(&lost)));
            tried += 1;
        }
    }
    assert!(tried > 90, "{tried}");
}

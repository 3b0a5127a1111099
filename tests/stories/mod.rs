//! Conversations as text files. A story says what a person does; what Charley does stands below it, word for word.
//!
//! ```text
//! # What the story shows.
//! @ 2026-11-22 03:00 Europe/Berlin      the clock, and the zone in which the story speaks
//! > /cramp                              the person writes
//! * Still bad                           the person taps a button (of the newest message that has it)
//! + 2m                                  time passes: s, m, h, d
//! @ 08:00                               … until that local time
//! bring back                            the person sends the newest file of Charley's with a diary in it
//! file {"a": 1}                         … or one with these words
//! sticker | photo | voice | place 52.5 13.4 | edit new words | block | unblock | restart
//! prepared                              agreed, in Paris, and the soak's questions answered; said elsewhere, left out here
//! ```
//!
//! After each line stand the bot's messages: `Charley:` a new one (`(silent)` without a sound), `Charley changes:` an edit, buttons
//! in brackets. `UPDATE_STORIES=1 cargo nextest run stories` writes the answers anew: read the difference aloud.

mod disk;

use std::{fmt::Write as _, fs, path::PathBuf, sync::Arc};

use charley::{
    app::Lore,
    sandbox::{Bubble, Person},
};
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde_json::json;

use crate::world::{World, lore};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

/// One test a file; the list is checked against the folder.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            play(stringify!($name)).await;
        })*

        #[test]
        fn every_story_is_played() {
            let mut files: Vec<String> = fs::read_dir(folder())
                .expect("the folder of stories")
                .filter_map(|entry| {
                    let name = entry.expect("an entry").file_name().into_string().expect("a name");
                    name.strip_suffix(".txt").map(str::to_owned)
                })
                .collect();
            files.sort();
            let mut played = vec![$(stringify!($name).to_owned()),*];
            played.sort();
            assert_eq!(files, played);
        }
    };
}

stories! {
    a_restart_with_the_feet_in,
    a_soak_and_the_ten_minutes,
    a_soak_in_a_cramp,
    a_soak_without_a_thermometer,
    an_answer_changes_in_the_soak,
    asking_for_the_soak_in_a_cramp,
    dizzy_in_the_water,
    leaving_the_water,
    several_soaks,
    something_is_wrong_in_the_water,
    a_cramp_told_in_a_line,
    quiet_nights_by_their_dates,
    sentences_in_the_soak,
    words_in_the_soak,
    a_symptoms_round,
    a_warning_in_the_symptoms,
    symptoms_change_with_time,
    a_past_cramp_by_taps,
    a_past_cramp_typed,
    a_past_cramp_at_a_time_that_cannot_be,
    back_and_skip_in_the_log,
    something_else_while_logging,
    a_restart_while_logging,
    logging_without_consent,
    logging_under_sixteen,
    a_red_flag_while_logging,
    a_long_cramp_is_logged,
    logging_when_the_clocks_change,
    a_cramp_that_nobody_ended,
    a_yes_and_then_silence,
    typed_answers,
    a_cramp_from_first_word_to_the_diary,
    a_guess_at_night,
    a_message_that_came_late,
    a_question_in_the_set_up,
    a_question_must_wait,
    a_red_flag_and_being_seen,
    a_red_flag_in_the_middle,
    a_restart_in_the_middle,
    blocked_and_back,
    consent_and_its_withdrawal,
    everything_is_erased,
    half_a_picture,
    is_it_safe_for_me,
    it_eases_but_takes_long,
    odd_messages,
    old_buttons_and_corrections,
    stopping,
    ten_minutes_and_not_easing,
    the_article,
    the_diary,
    the_time_zone,
    typed_questions,
    under_sixteen,
    warmth_for_those_who_may,
    why_by_taps,
    words_while_the_card_runs,
    joining_the_month,
    an_evening,
    ending_the_evenings,
    the_nights_in_one_picture,
    a_diary_comes_back,
    evenings_without_an_answer,
    the_month_and_a_decision,
    a_warning_in_the_exercises,
    the_check_is_typed,
    two_weeks_of_diary_first,
    a_year_of_silence_and_back,
    a_year_of_silence_and_then_nothing,
    blocked_for_a_year,
}

/// Plays a story and compares it with its file.
async fn play(name: &str) {
    let path = folder().join(format!("{name}.txt"));
    let told = fs::read_to_string(&path).expect("the story");
    let mut out = String::new();
    if let Some(mut stage) = perform(&told, &mut out, Arc::new(lore()), |_| {}).await {
        stage.world.stop().await;
    }
    let played = out;
    if std::env::var_os("UPDATE_STORIES").is_some() {
        fs::write(&path, &played).expect("the story is written");
        return;
    }
    assert_eq!(
        told, played,
        "{name}: Charley speaks differently; if that is meant, set UPDATE_STORIES=1 and read the difference"
    );
}

/// What the person does in a story; Charley's lines are left out.
fn is_told_by_charley(line: &str) -> bool {
    line.starts_with("    ") || line.trim().is_empty()
}

struct Stage {
    world: World,
    person: Person,
    zone: Tz,
    seen: u64,
    last: u64,
}

/// Plays it to its end, and writes down what was heard. `begun`: what else is to be done when the bot runs.
async fn perform(
    told: &str,
    out: &mut String,
    lore: Arc<Lore>,
    begun: impl Fn(&World),
) -> Option<Stage> {
    let mut stage: Option<Stage> = None;
    for line in told.lines().filter(|line| !is_told_by_charley(line)) {
        if line.starts_with('#') {
            let _ = writeln!(out, "{line}");
            continue;
        }
        let _ = writeln!(out, "\n{line}");
        match &mut stage {
            None => {
                let opened = open(line, Arc::clone(&lore)).await;
                begun(&opened.world);
                stage = Some(opened);
            }
            Some(stage) => stage.act(line).await,
        }
        if let Some(stage) = &mut stage {
            out.push_str(&stage.heard());
        }
    }
    stage
}

async fn open(line: &str, lore: Arc<Lore>) -> Stage {
    let (when, zone) = line
        .strip_prefix("@ ")
        .and_then(|rest| rest.rsplit_once(' '))
        .expect("a story begins with the time and the zone");
    let zone: Tz = zone.parse().expect("a zone");
    let local = NaiveDateTime::parse_from_str(when, "%Y-%m-%d %H:%M").expect("a date and a time");
    let now = zone
        .from_local_datetime(&local)
        .earliest()
        .expect("a local time that exists")
        .to_utc();
    let mut world = World::sharing(now, lore).await;
    world.start();
    let person = world.person(1001, "Sam");
    Stage {
        world,
        person,
        zone,
        seen: 0,
        last: 0,
    }
}

impl Stage {
    async fn act(&mut self, line: &str) {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            ">" => {
                self.person.say(rest).expect("a message");
            }
            "*" => self.person.press_label(rest).expect(rest),
            "+" => {
                self.world.pass(seconds(rest)).await;
                return;
            }
            "@" => {
                let until = self.local(rest);
                self.world.mover().advance(until).await;
                return;
            }
            "sticker" => self.send(json!({ "sticker": { "file_id": "s", "file_unique_id": "s", "type": "regular",
                "width": 512, "height": 512, "is_animated": false, "is_video": false } })),
            "photo" => self.send(json!({ "photo": [{ "file_id": "p", "file_unique_id": "p", "width": 90, "height": 90 }] })),
            "voice" => self.send(json!({ "voice": { "file_id": "v", "file_unique_id": "v", "duration": 3 } })),
            "bring" => {
                let bytes = self.newest_file(".json").expect("a file with a diary");
                self.bring(bytes);
            }
            "file" => self.bring(rest.as_bytes().to_vec()),
            "late" => {
                let (minutes, text) = rest.split_once(' ').expect("late MINUTES TEXT");
                let minutes: i64 = minutes.parse().expect("minutes");
                let date = (self.world.clock.now() - TimeDelta::minutes(minutes)).timestamp();
                self.send(json!({ "text": text, "date": date }));
            }
            "place" => {
                let (latitude, longitude) = rest.split_once(' ').expect("place LATITUDE LONGITUDE");
                let number = |text: &str| text.parse().expect("a number");
                self.person
                    .send_location(number(latitude), number(longitude))
                    .expect("a place");
            }
            "edit" => self.person.edit_last(rest).expect("an edit"),
            "block" => self.person.block().expect("a block"),
            "unblock" => self.person.unblock().expect("an unblock"),
            "restart" => self.world.restart().await,
            "prepared" => self.prepared().await,
            other => panic!("a story has no “{other}”"),
        }
        self.world.settle().await;
    }

    /// What `a_soak_in_a_cramp` shows at length, without a word of it.
    async fn prepared(&mut self) {
        const SAID: [&str; 12] = [
            "Paris", "/soak", "50", "none", "none", "no", "none", "none", "none", "neither",
            "none", "/help",
        ];
        self.person.say("/start").expect("a message");
        self.world.settle().await;
        for label in ["Set up", "I'm 16+ and I agree"] {
            self.person.press_label(label).expect(label);
            self.world.settle().await;
        }
        for words in SAID {
            self.person.say(words).expect("a message");
            self.world.settle().await;
        }
        self.heard();
    }

    fn send(&self, fields: serde_json::Value) {
        self.person.send_raw(fields).expect("a message");
    }

    fn bring(&self, bytes: Vec<u8>) {
        self.person
            .send_document("diary.json", "application/json", bytes)
            .expect("a file");
    }

    /// The newest file of Charley's whose name ends so.
    fn newest_file(&self, end: &str) -> Option<Vec<u8>> {
        let bubbles = self.person.messages();
        let files = bubbles
            .iter()
            .rev()
            .filter_map(|bubble| bubble.fields.get("document"));
        let file = files
            .filter(|file| {
                file["file_name"]
                    .as_str()
                    .is_some_and(|name| name.ends_with(end))
            })
            .find_map(|file| file["file_id"].as_str())?;
        self.person.file(file)
    }

    /// The next instant at which a clock there shows that time.
    fn local(&self, time: &str) -> DateTime<Utc> {
        let time = NaiveTime::parse_from_str(time, "%H:%M").expect("a time");
        let now = self.world.clock.now();
        let mut date = now.with_timezone(&self.zone).date_naive();
        loop {
            let at = self
                .zone
                .from_local_datetime(&date.and_time(time))
                .earliest();
            match at.map(|at| at.to_utc()) {
                Some(at) if at > now => return at,
                Some(_) | None => date = date.succ_opt().expect("a tomorrow"),
            }
        }
    }

    /// What Charley has said or changed since the last look.
    fn heard(&mut self) -> String {
        let mut news: Vec<Bubble> = self
            .person
            .messages()
            .into_iter()
            .filter(|bubble| bubble.from_bot && bubble.change > self.seen)
            .collect();
        news.sort_by_key(|bubble| bubble.change);
        let mut out = String::new();
        for bubble in news {
            self.seen = self.seen.max(bubble.change);
            let id = u64::try_from(bubble.id).expect("an id");
            let head = match (id > self.last, bubble.silent) {
                (true, true) => "Charley (silent):",
                (true, false) => "Charley:",
                (false, _) => "Charley changes:",
            };
            self.last = self.last.max(id);
            let text = match attached(&bubble) {
                Some(what) => format!("({what}) {}", bubble.text),
                None => bubble.text.clone(),
            };
            let _ = writeln!(out, "    {head} {}", text.replace('\n', "\n      "));
            for row in &bubble.keyboard {
                let labels: Vec<String> = row
                    .iter()
                    .map(|button| format!("[{}]", button.label))
                    .collect();
                let _ = writeln!(out, "      {}", labels.join(" "));
            }
        }
        // No line ends in a space.
        out.lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect()
    }
}

/// What comes with a message: a picture, or a file by its name.
fn attached(bubble: &Bubble) -> Option<String> {
    let file = bubble.fields.get("document").map(|file| &file["file_name"]);
    let picture = bubble.fields.get("photo").map(|_| "picture".to_owned());
    file.and_then(|name| name.as_str().map(str::to_owned))
        .or(picture)
}

fn seconds(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    let number: i64 = number.parse().expect("a number");
    number
        * match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            other => panic!("no unit “{other}”"),
        }
}

//! The situation that a chat is in, in words: question, cards, pause. For the matrix, which is read as a table.

use charley::{content::knowledge::Tier, dialogue::Deck};

use crate::{core::model::Model, variants};

/// The words for the situation that a chat is in: question, cards, pause.
pub fn describe(model: &Model) -> String {
    let Some(chat) = &model.chat else {
        return "nothing is kept".to_owned();
    };
    let mut words = vec![variants::state(&chat.state).to_owned()];
    for card in &chat.cards {
        let step = match &card.what {
            Deck::Relief(relief) => {
                format!(
                    "{}{}{}{}",
                    variants::relief(&relief.step),
                    if relief.easing { ", easing" } else { "" },
                    if relief.guess { ", a guess" } else { "" },
                    if relief.long { ", long" } else { "" },
                ) + if relief.gone.is_some() { ", gone" } else { "" }
            }
            Deck::Morning(morning) => variants::morning(&morning.step).to_owned(),
            Deck::Diary(diary) => variants::diary(diary).to_owned(),
            Deck::Flag(flag) => variants::flag(flag).to_owned(),
            Deck::Topic(asked) => variants::topic(asked).to_owned(),
            Deck::Evening(evening) => variants::evening(&evening.step).to_owned(),
            Deck::LastNight(night) => variants::last_night(night).to_owned(),
            Deck::Routine(page) => variants::month(page).to_owned(),
            Deck::Imported(_) => "to be taken out".to_owned(),
        };
        words.push(format!("{}: {step}", variants::card(&card.what)));
    }
    if let Some(routine) = &chat.routine {
        words.push(format!("evenings {}", variants::course(&routine.course)));
    }
    if let Some(hold) = &chat.hold {
        let tier: &Tier = &hold.tier;
        words.push(format!("PAUSED {}", variants::tier(tier)));
    }
    if let Some(farewell) = &chat.farewell {
        words.push(format!("THE END {}", variants::farewell(farewell)));
    }
    let marks = [
        (chat.silent, "silent"),
        (chat.asleep, "asleep"),
        (chat.night.is_some(), "a night to ask about"),
        (!chat.drafts.is_empty(), "a draft"),
        (!model.entries.is_empty(), "a diary"),
    ];
    words.extend(
        marks
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, mark)| mark.to_owned()),
    );
    words.join("; ")
}

//! How hard an English text is to read: the Flesch-Kincaid grade, the school year of the United States in which most can read it.
//! Grade 7 is read at the age of 12 to 13.
//!
//! `0.39 × words per sentence + 11.8 × syllables per word − 15.59`. Syllables are counted by a plain rule (groups of vowels, less
//! the silent endings), so the measure is rough, and it knows nothing of meaning: it finds texts to look at, no more.
//! Deliberately not here: other languages, which have measures of their own.

/// Shorter texts say too little for a measure.
const WORDS: usize = 20;

/// The grade of a text, or nothing where it is too short to tell.
#[must_use]
pub fn grade(text: &str) -> Option<f64> {
    let (mut words, mut sentences, mut syllables) = (0_u32, 0_u32, 0_u32);
    for sentence in text.split(['.', '!', '?', ':', '\n']) {
        let mut spoken = 0;
        for word in
            sentence.split(|letter: char| !letter.is_alphanumeric() && !is_apostrophe(letter))
        {
            if word.chars().any(char::is_alphanumeric) {
                spoken += 1;
                syllables += syllables_of(word);
            }
        }
        words += spoken;
        sentences += u32::from(spoken > 0);
    }
    let enough = usize::try_from(words).is_ok_and(|words| words >= WORDS);
    let per = |a: u32, b: u32| f64::from(a) / f64::from(b.max(1));
    enough.then(|| 0.39 * per(words, sentences) + 11.8 * per(syllables, words) - 15.59)
}

const fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}')
}

/// The syllables of an English word, by a plain rule; at least one.
fn syllables_of(word: &str) -> u32 {
    let letters: Vec<char> = word
        .to_lowercase()
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    let is_vowel = |at: usize| matches!(letters[at], 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0_u32;
    for at in 0..letters.len() {
        let begins = is_vowel(at) && (at == 0 || !is_vowel(at - 1));
        groups += u32::from(begins);
    }
    let ending: String = letters.iter().rev().take(3).rev().collect();
    let n = letters.len();
    let before = |back: usize| n.checked_sub(back).map(|at| letters[at]);
    // "make", "makes", "rubbed" are short; "table", "houses", "tested" are not.
    let silent = if ending.ends_with("le") {
        before(3).is_some_and(|letter| "aeiouy".contains(letter))
    } else if ending.ends_with("es") {
        !matches!(before(3), Some('s' | 'z' | 'x' | 'c' | 'g' | 'h' | 'i'))
    } else if ending.ends_with("ed") {
        !matches!(before(3), Some('t' | 'd' | 'i'))
    } else {
        ending.ends_with('e') && !ending.ends_with("ee") && !ending.ends_with("ie")
    };
    groups.saturating_sub(u32::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_well_enough() {
        let words = [
            ("leg", 1),
            ("make", 1),
            ("makes", 1),
            ("rubbed", 1),
            ("muscle", 2),
            ("table", 2),
            ("houses", 2),
            ("tested", 2),
            ("whole", 1),
            ("banana", 3),
            ("vitamin", 3),
            ("can't", 1),
            ("37", 1),
        ];
        for (word, syllables) in words {
            assert_eq!(syllables_of(word), syllables, "{word}");
        }
    }

    #[test]
    fn plain_words_are_easy_and_long_ones_are_not() {
        let easy = "Pull your toes up and hold. Keep the knee straight. Most cramps go in a few minutes. Then put the phone down.";
        let hard = "Electrolyte supplementation demonstrates inconsistent efficacy concerning idiopathic nocturnal gastrocnemius contractions, irrespective of administration frequency. Conventional recommendations necessitate considerable additional investigation regardless.";
        assert!(
            grade(easy).is_some_and(|grade| grade < 4.0),
            "{:?}",
            grade(easy)
        );
        assert!(
            grade(hard).is_some_and(|grade| grade > 15.0),
            "{:?}",
            grade(hard)
        );
        assert_eq!(grade("Too short to tell."), None);
    }
}

//! Places as people type them, and clocks.

use charley::{
    care::zone::{Found, Places, offset_minutes},
    content::{Content, ENGLISH},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

fn places() -> Places {
    Places::new(&Content::embedded().expect("the shipped content is sound"))
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

#[test]
fn a_city_a_country_or_a_zone_is_found_as_typed() {
    let places = places();
    for (typed, expected) in [
        ("europe/berlin", Tz::Europe__Berlin),
        ("Europe/Berlin", Tz::Europe__Berlin),
        ("BERLIN", Tz::Europe__Berlin),
        ("Berlin, Germany", Tz::Europe__Berlin),
        ("I live in Berlin", Tz::Europe__Berlin),
        ("new york", Tz::America__New_York),
        ("New_York", Tz::America__New_York),
        ("N.Y.", Tz::America__New_York),
        ("munich", Tz::Europe__Berlin),
        ("Mumbai", Tz::Asia__Kolkata),
        ("bangalore, india", Tz::Asia__Kolkata),
        ("uk", Tz::Europe__London),
        ("New Zealand", Tz::Pacific__Auckland),
        ("st john's", Tz::America__St_Johns),
        ("utc", Tz::UTC),
        ("Istanbul", Tz::Europe__Istanbul),
        ("buenos aires", Tz::America__Argentina__Buenos_Aires),
        ("são paulo", Tz::America__Sao_Paulo),
        ("kiev", Tz::Europe__Kyiv),
    ] {
        assert_eq!(places.find(typed), Found::One(expected), "{typed}");
    }
}

#[test]
fn what_is_ambiguous_gives_several() {
    let places = places();
    assert_eq!(
        places.find("birmingham"),
        Found::Several(vec![Tz::Europe__London, Tz::America__Chicago])
    );
    assert!(matches!(places.find("USA"), Found::Several(zones) if zones.len() == 6));
}

#[test]
fn what_is_near_is_suggested_and_nonsense_is_nothing() {
    let places = places();
    assert_eq!(places.find("berlni"), Found::Near(vec![Tz::Europe__Berlin]));
    assert!(
        matches!(places.find("los angelas"), Found::Near(zones) if zones.contains(&Tz::America__Los_Angeles))
    );
    for typed in ["", " ", "x", "?!", "qwertyuiop", "cramp in my calf"] {
        assert_eq!(places.find(typed), Found::Nothing, "{typed}");
    }
}

#[test]
fn the_same_clock_is_found_in_summer_and_winter() {
    let places = places();
    let (summer, winter) = (at("2026-07-01T12:00:00Z"), at("2026-01-01T12:00:00Z"));
    assert!(places.by_offset(summer, 120).contains(&Tz::Europe__Berlin));
    assert!(places.by_offset(winter, 60).contains(&Tz::Europe__Berlin));
    assert!(places.by_clock(winter, 13, 4).contains(&Tz::Europe__Berlin));
    assert!(
        places
            .by_clock(at("2026-01-01T23:58:00Z"), 1, 3)
            .contains(&Tz::Europe__Berlin)
    );
    assert!(places.by_offset(winter, 17).is_empty());
}

#[test]
fn every_clock_in_use_has_a_representative() {
    let places = places();
    for now in ["2026-01-15T00:00:00Z", "2026-07-15T00:00:00Z"] {
        let now = at(now);
        let offsets = places.offsets(now);
        for zone in chrono_tz::TZ_VARIANTS {
            let is_inhabited = [
                "Africa/",
                "America/",
                "Asia/",
                "Australia/",
                "Europe/",
                "Pacific/",
                "Indian/",
            ]
            .iter()
            .any(|area| zone.name().starts_with(area));
            let minutes = offset_minutes(zone, now);
            assert!(
                !is_inhabited || offsets.contains_key(&minutes),
                "{zone} at {now}: {minutes}"
            );
        }
    }
}

#[test]
fn a_zone_has_a_name_and_a_time_reads_well() {
    let content = Content::embedded().expect("the shipped content is sound");
    let places = Places::new(&content);
    assert_eq!(places.name(ENGLISH, Tz::America__New_York), "New York");
    assert_eq!(places.name(ENGLISH, Tz::Asia__Kolkata), "India");
    let night = content.date_and_time(ENGLISH, at("2026-11-03T01:10:00Z"), Tz::Europe__Berlin);
    assert_eq!(night, "Tue 3 Nov, 02:10");
}

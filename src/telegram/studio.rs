//! Makes what is attached to a message, when it is about to be sent: pictures, the doctor's page, the diary as a file.
//!
//! Invariants: nothing is drawn on the threads that talk to Telegram, and no more than a few things at once, so that memory is bounded;
//! what is made is never on the disk. A picture is kept in memory for some minutes, by its content, for it may be sent again: after a
//! failure, or after a second tap. A document is made anew each time, for it holds a whole diary.
//!
//! Deliberately not here: how anything looks (`render`), and when something is sent (`outbox`).

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate, Utc};
use reqwest::multipart::{Form, Part};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    api::{Api, Method},
    keyboards,
    outbox::Work,
};
use crate::{
    app::{Kept, Lore, Writer},
    clock::Clock,
    dialogue::{
        Attached, Class, Entry, EntryId, Export, Format, Message, Picture, Report, figures::Span,
        takeout,
    },
    render::{self, NotDrawn, report},
    store::Person,
};

/// Things drawn at once: each takes some megabytes and a core.
const AT_ONCE: usize = 2;
/// Of these, so many for what nobody asked for: an answer does not wait behind a Sunday's look-backs.
const UNASKED_AT_ONCE: usize = 1;
/// How often what is kept of somebody is read before it cannot be, and after which pause. The person's next messages wait behind this.
const READS: u32 = 3;
const READ_AGAIN_AFTER: Duration = Duration::from_millis(200);
/// Pictures that are kept, and for how long.
const PICTURES: usize = 32;
const KEPT_FOR: Duration = Duration::from_secs(600);

/// Telegram's own limit, in UTF-16 units.
pub(super) const LONGEST_CAPTION: usize = 1024;

/// Where it is made. Cheap to clone.
#[derive(Clone)]
pub struct Studio {
    writer: Writer,
    lore: Arc<Lore>,
    clock: Clock,
    easels: Arc<Easels>,
    pictures: Arc<Mutex<VecDeque<Drawn>>>,
}

/// The places to draw at. No semaphore is ever closed; without a permit there would only be more at once.
struct Easels {
    all: Semaphore,
    unasked: Semaphore,
}

/// A place, until it is dropped.
type Easel<'a> = [Option<SemaphorePermit<'a>>; 2];

impl Easels {
    fn new() -> Self {
        Self {
            all: Semaphore::new(AT_ONCE),
            unasked: Semaphore::new(UNASKED_AT_ONCE),
        }
    }

    async fn place(&self, class: Class) -> Easel<'_> {
        let unasked = match class {
            Class::Answer => None,
            Class::Nudge => self.unasked.acquire().await.ok(),
        };
        [unasked, self.all.acquire().await.ok()]
    }
}

/// A picture that was drawn lately.
struct Drawn {
    content: [u8; 32],
    at: Instant,
    png: Vec<u8>,
}

/// A call with a file, ready to go out.
pub(super) struct File {
    pub method: Method,
    pub form: Form,
    /// What to say if Telegram does not take it.
    pub instead: Message,
}

/// Why there is none.
pub(super) enum Unmade {
    /// Nobody is there any more.
    Gone,
    /// It cannot be made. This is to be said instead.
    Broken(Message),
}

/// The bytes of a file, and what it is called.
struct Made {
    bytes: Vec<u8>,
    name: String,
    mime: &'static str,
}

impl Studio {
    #[must_use]
    pub fn new(writer: Writer, lore: Arc<Lore>, clock: Clock) -> Self {
        Self {
            writer,
            lore,
            clock,
            easels: Arc::new(Easels::new()),
            pictures: Arc::default(),
        }
    }

    /// Makes what is attached, while the person is shown that something is on its way.
    pub(super) async fn make(
        &self,
        api: &Api,
        work: &Work,
        message: &Message,
    ) -> Result<File, Unmade> {
        let Some(attached) = message.attached.as_deref() else {
            return Err(Unmade::Broken(message.clone()));
        };
        let (method, part, action) = match attached {
            Attached::Picture(_) => (Method::SendPhoto, "photo", "upload_photo"),
            Attached::Report(_) | Attached::Export(_) => {
                (Method::SendDocument, "document", "upload_document")
            }
        };
        let asked = work.row.class == Class::Answer;
        let mut making = std::pin::pin!(self.made(work, attached));
        // What is ready does not wait for the word that it is coming.
        let made = tokio::select! {
            made = &mut making => made,
            () = show(api, work.row.chat_id, action), if asked => making.await,
        };
        let instead = self.apology(attached, message);
        let made = match made {
            Ok(made) => made,
            Err(Why::Gone) => return Err(Unmade::Gone),
            // The writer has said so.
            Err(Why::NotRead) => return Err(Unmade::Broken(instead)),
            Err(Why::NotDrawn(why)) => {
                log::error!("nothing could be attached: {why}");
                return Err(Unmade::Broken(instead));
            }
        };
        let caption = self.caption(attached, message);
        let form = form(work.row.chat_id, message, caption, (part, made));
        let Some(mut form) = form else {
            return Err(Unmade::Broken(instead));
        };
        if !asked && method == Method::SendPhoto {
            // It may show on a locked screen, and nobody asked for it: covered until it is tapped.
            form = form.text("has_spoiler", "true");
        }
        Ok(File {
            method,
            form,
            instead,
        })
    }

    async fn made(&self, work: &Work, attached: &Attached) -> Result<Made, Why> {
        match attached {
            Attached::Picture(picture) => self.picture(picture, work.row.class).await,
            // It says nothing of anybody.
            Attached::Export(export) if export.format == Format::Columns => {
                Ok(columns(&self.lore, export))
            }
            Attached::Report(_) | Attached::Export(_) => self.document(work, attached).await,
        }
    }

    /// A document holds what is kept at this moment. Whoever was erased meanwhile gets none.
    async fn document(&self, work: &Work, attached: &Attached) -> Result<Made, Why> {
        let person = work.person().ok_or(Why::Gone)?;
        // A diary is read when there is a place for it.
        let _place = self.easels.place(work.row.class).await;
        let kept = self.kept_of(person).await?;
        let (lore, attached) = (Arc::clone(&self.lore), attached.clone());
        let now = self.clock.now();
        let made = drawn(move || match &attached {
            Attached::Report(report) => page(&lore, &kept, report, now),
            Attached::Export(export) => Ok(exported(&lore, &kept, export, now)),
            Attached::Picture(_) => Err(NotDrawn::Shapes),
        })
        .await?;
        self.kept_of(person).await.map(|_| made)
    }

    /// A disk that fails once or twice is not yet a reason to send nothing. Whoever was erased has nothing.
    async fn kept_of(&self, person: Person) -> Result<Box<Kept>, Why> {
        for _ in 1..READS {
            if let Ok(kept) = self.writer.read(person).await {
                return kept.ok_or(Why::Gone);
            }
            tokio::time::sleep(READ_AGAIN_AFTER).await;
        }
        let kept = self.writer.read(person).await.map_err(|_| Why::NotRead)?;
        kept.ok_or(Why::Gone)
    }

    async fn picture(&self, picture: &Picture, class: Class) -> Result<Made, Why> {
        let made = |bytes| Made {
            bytes,
            name: "nights.png".to_owned(),
            mime: "image/png",
        };
        let content = content_of(picture);
        if let Some(png) = self.drawn_lately(&content) {
            return Ok(made(png));
        }
        let _place = self.easels.place(class).await;
        let (lore, picture) = (Arc::clone(&self.lore), picture.clone());
        let png = drawn(move || render::picture(&lore.content, &picture)).await?;
        self.keep(content, png.clone());
        Ok(made(png))
    }

    fn drawn_lately(&self, content: &[u8; 32]) -> Option<Vec<u8>> {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.retain(|drawn| drawn.at.elapsed() < KEPT_FOR);
        let known = pictures.iter().find(|drawn| drawn.content == *content);
        known.map(|drawn| drawn.png.clone())
    }

    /// Keeps it for a while; then it goes, whether or not anybody asks again.
    fn keep(&self, content: [u8; 32], png: Vec<u8>) {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if pictures.len() >= PICTURES {
            pictures.pop_front();
        }
        let at = Instant::now();
        pictures.push_back(Drawn { content, at, png });
        let kept = Arc::clone(&self.pictures);
        tokio::spawn(async move {
            tokio::time::sleep(KEPT_FOR).await;
            let mut pictures = kept.lock().unwrap_or_else(PoisonError::into_inner);
            pictures.retain(|drawn| drawn.at > at);
        });
    }

    /// The words of the message, and what a picture shows, for whoever cannot see it.
    fn words(&self, attached: &Attached, message: &Message) -> String {
        let Attached::Picture(picture) = attached else {
            return message.text.clone();
        };
        let shown = render::words(&self.lore.content, picture);
        let split = message.text.rsplit_once("\n\n");
        let (head, question) = split
            .filter(|_| picture.asks)
            .unwrap_or((&message.text, ""));
        let parts = [head, &shown, question].into_iter();
        let parts = parts.filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// These, as far as Telegram takes them below a file.
    fn caption(&self, attached: &Attached, message: &Message) -> String {
        let caption = self.words(attached, message);
        // A month's words beside those of a whole season may not fit: then what was found and what is asked comes first.
        if caption.encode_utf16().count() > LONGEST_CAPTION {
            return message.text.clone();
        }
        caption
    }

    /// The same words as a text, which may be longer, and why nothing is attached to them.
    pub(super) fn apology(&self, attached: &Attached, message: &Message) -> Message {
        let language = match attached {
            Attached::Picture(picture) => &picture.language,
            Attached::Report(report) => &report.language,
            Attached::Export(export) => &export.language,
        };
        let sorry = self.lore.content.say(language, "attached-failed", &[]);
        Message {
            text: format!("{}\n\n{sorry}", self.words(attached, message)),
            attached: None,
            ..message.clone()
        }
    }
}

/// Why nothing was made.
enum Why {
    Gone,
    NotRead,
    NotDrawn(NotDrawn),
}

/// Draws beside the threads that talk to Telegram.
async fn drawn<T: Send + 'static>(
    draw: impl FnOnce() -> Result<T, NotDrawn> + Send + 'static,
) -> Result<T, Why> {
    let done = tokio::task::spawn_blocking(draw).await;
    let done = done.unwrap_or(Err(NotDrawn::Shapes));
    done.map_err(Why::NotDrawn)
}

/// "Sending a photo…": for a moment, and whatever comes of it.
async fn show(api: &Api, chat_id: i64, action: &'static str) {
    #[derive(Serialize)]
    struct Action {
        chat_id: i64,
        action: &'static str,
    }
    let _ = api
        .call(Method::SendChatAction, &Action { chat_id, action })
        .await;
}

fn content_of(picture: &Picture) -> [u8; 32] {
    // A picture of ours always serializes; were it not so, all such pictures would be taken for one, so the text of it stands in.
    let bytes = serde_json::to_vec(picture).unwrap_or_else(|_| format!("{picture:?}").into_bytes());
    Sha256::digest(&bytes).into()
}

fn local_date(kept: &Kept, now: DateTime<Utc>) -> NaiveDate {
    kept.chat.zone.map_or(now.date_naive(), |zone| {
        now.with_timezone(&zone).date_naive()
    })
}

/// The doctor's page. Entries that came after it was asked for are not on it.
fn page(lore: &Lore, kept: &Kept, wanted: &Report, now: DateTime<Utc>) -> Result<Made, NotDrawn> {
    let entries = entries(kept, wanted.last);
    let case = report::Case {
        language: &wanted.language,
        paper: wanted.paper,
        span: wanted.span,
        entries: &entries,
        routine: kept.chat.routine.as_deref(),
        answers: &kept.chat.answers,
        zone: kept.chat.zone,
        made: now,
    };
    Ok(Made {
        bytes: report::pdf(&lore.content, &case)?,
        name: format!("charley-{}.pdf", local_date(kept, now)),
        mime: "application/pdf",
    })
}

/// The diary as a file.
fn exported(lore: &Lore, kept: &Kept, wanted: &Export, now: DateTime<Utc>) -> Made {
    let today = local_date(kept, now);
    let entries = entries(kept, wanted.last);
    let owned = takeout::Owned {
        zone: kept.chat.zone,
        entries: &entries,
        routine: kept.chat.routine.as_deref(),
        answers: &kept.chat.answers,
    };
    let period = takeout::Period {
        from: wanted.span.map(|span| span.first),
        until: wanted.span.map(Span::last),
    };
    let (text, kind, mime) = match wanted.format {
        Format::Json => (takeout::json(&owned, period), "json", "application/json"),
        Format::Csv => (takeout::csv(&owned, period), "csv", "text/csv"),
        Format::Columns => return columns(lore, wanted),
    };
    Made {
        bytes: text.into_bytes(),
        name: format!("charley-diary-{today}.{kind}"),
        mime,
    }
}

/// What the columns of a table mean.
fn columns(lore: &Lore, wanted: &Export) -> Made {
    Made {
        bytes: takeout::dictionary(&lore.content, &wanted.language).into_bytes(),
        name: "charley-diary-columns.txt".to_owned(),
        mime: "text/plain",
    }
}

/// The entries up to one; those that are not kept yet among them.
fn entries(kept: &Kept, last: EntryId) -> Vec<Entry> {
    let drafts = kept.chat.drafts.iter();
    let all = kept.entries.iter().chain(drafts);
    all.filter(|entry| entry.id <= last).cloned().collect()
}

/// The call's fields. `None`: the file's kind is no kind of file, which does not happen.
fn form(
    chat_id: i64,
    message: &Message,
    caption: String,
    (part, made): (&'static str, Made),
) -> Option<Form> {
    let file = Part::bytes(made.bytes).file_name(made.name);
    let mut form = Form::new()
        .text("chat_id", chat_id.to_string())
        .text("caption", caption)
        .part(part, file.mime_str(made.mime).ok()?);
    if message.silent {
        form = form.text("disable_notification", "true");
    }
    if let Some(markup) = keyboards::under_new(&message.keyboard) {
        form = form.text("reply_markup", serde_json::to_string(&markup).ok()?);
    }
    Some(form)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn an_answer_does_not_wait_behind_what_comes_unasked() {
        let easels = Easels::new();
        let sunday = easels.place(Class::Nudge).now_or_never();
        assert!(sunday.is_some());
        let mut next = Box::pin(easels.place(Class::Nudge));
        assert!((&mut next).now_or_never().is_none(), "one after another");
        let asked = easels.place(Class::Answer).now_or_never();
        assert!(asked.is_some(), "the other place is for whoever waits");
        assert!(easels.place(Class::Answer).now_or_never().is_none());
        drop(sunday);
        assert!(next.now_or_never().is_some());
    }
}

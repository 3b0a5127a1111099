//! The way to the Bot API: one HTTP client for calls, one for long polls, and teloxide's `Bot` on top of the first for what is rare.
//!
//! Invariants: the token has no `Debug` and no `Display`; a fault of this module names a class, never a URL or a body.
//! `HTTPS_PROXY` and its kin are honoured, as reqwest does by itself.
//!
//! Deliberately not here: retries. Each caller has its own rule for them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{
    Client, RequestBuilder, Url,
    header::{CONTENT_TYPE, DATE, HeaderValue},
    multipart::Form,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use teloxide::Bot;

/// Long enough for a slow handshake, short enough that a dead address is noticed.
const CONNECT: Duration = Duration::from_secs(5);
/// teloxide's own figure: an answer that took longer is hardly ever good.
const CALL: Duration = Duration::from_secs(17);
/// A file takes longer on a slow line; but everything else to that person waits behind it.
const UPLOAD: Duration = Duration::from_secs(30);
/// How much later than the server the client gives up a long poll.
const POLL_GRACE: Duration = Duration::from_secs(15);
/// With fewer idle connections than calls at once, each call pays for a new handshake.
const IDLE_CONNECTIONS: usize = 128;

/// The bot's token. It cannot be printed.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into().trim().to_owned())
    }

    /// The secret itself, for a redacting logger.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The HTTP client could not be made: TLS roots or proxy settings are unusable.
#[derive(Debug, thiserror::Error)]
#[error("cannot make an HTTP client; are the proxy settings right?")]
pub struct BadClient;

/// Both clients and where they lead. Cheap to clone. Has no `Debug`, since it holds the token.
#[derive(Clone)]
pub struct Api {
    token: Token,
    url: Url,
    /// Where the methods are, in the order of [`Method::ALL`]: with the token.
    methods: [Url; Method::ALL.len()],
    calls: Client,
    polls: Client,
    poll_timeout: Duration,
}

/// What is called here. Each address is made once, not at each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    GetMe,
    GetUpdates,
    AnswerCallbackQuery,
    SendMessage,
    EditMessageText,
    EditMessageCaption,
    SendPhoto,
    SendDocument,
    SendChatAction,
    GetFile,
}

impl Method {
    const ALL: [Self; 10] = [
        Self::GetMe,
        Self::GetUpdates,
        Self::AnswerCallbackQuery,
        Self::SendMessage,
        Self::EditMessageText,
        Self::EditMessageCaption,
        Self::SendPhoto,
        Self::SendDocument,
        Self::SendChatAction,
        Self::GetFile,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::GetMe => "getMe",
            Self::GetUpdates => "getUpdates",
            Self::AnswerCallbackQuery => "answerCallbackQuery",
            Self::SendMessage => "sendMessage",
            Self::EditMessageText => "editMessageText",
            Self::EditMessageCaption => "editMessageCaption",
            Self::SendPhoto => "sendPhoto",
            Self::SendDocument => "sendDocument",
            Self::SendChatAction => "sendChatAction",
            Self::GetFile => "getFile",
        }
    }
}

/// What a raw call came back with.
pub(super) struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Why a raw call has no reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No connection came about, so nothing was sent.
    Unreached,
    /// It went out, and no answer came in time.
    TimedOut,
    /// The connection broke on the way.
    Broken,
}

impl Fault {
    /// The class of a reqwest error; the rest of it, with the URL, is dropped here.
    #[must_use]
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() {
            Self::Unreached
        } else if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Broken
        }
    }
}

/// What a server said of this bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    /// The server's clock.
    pub time: Option<DateTime<Utc>>,
}

/// Why it said nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    #[error("the server cannot be reached; is there a network, and is telegram.api_url right?")]
    Unreached,
    #[error("the server was reached, but its answer did not come whole")]
    Silent,
    #[error("the server does not know this token; copy it again from @BotFather")]
    Refused,
    #[error("the server answers with HTTP {0}; is telegram.api_url that of a Bot API server?")]
    Odd(u16),
}

/// Telegram's envelope around a result.
#[derive(Deserialize)]
pub(super) struct Envelope<R> {
    pub ok: bool,
    pub result: Option<R>,
    pub error_code: Option<u16>,
    pub description: Option<String>,
    pub parameters: Option<Parameters>,
}

#[derive(Deserialize)]
pub(super) struct Parameters {
    /// Seconds.
    pub retry_after: Option<u64>,
}

impl Api {
    /// `url` is that of a server of one's own, with or without a path; `None` is Telegram's. `poll_timeout` is how long the
    /// server may hold a poll that has nothing to say (at most 50 s there).
    ///
    /// # Errors
    /// [`BadClient`] when TLS or the proxy settings are unusable.
    pub fn new(token: Token, url: Option<Url>, poll_timeout: Duration) -> Result<Self, BadClient> {
        let client = |total: Duration, idle: usize| {
            Client::builder()
                .connect_timeout(CONNECT)
                .timeout(total)
                .tcp_nodelay(true)
                .pool_max_idle_per_host(idle)
                // For a retry each request would be copied before it is sent.
                .retry(reqwest::retry::never().max_retries_per_request(0))
                .build()
                .map_err(|_| BadClient)
        };
        let url = match url {
            Some(url) => without_slash(url),
            None => Url::parse(teloxide::net::TELEGRAM_API_URL).map_err(|_| BadClient)?,
        };
        if url.cannot_be_a_base() {
            return Err(BadClient);
        }
        let methods = Method::ALL.map(|method| {
            let mut url = url.clone();
            if let Ok(mut path) = url.path_segments_mut() {
                path.push(&format!("bot{}", token.expose()));
                path.push(method.name());
            }
            url
        });
        Ok(Self {
            token,
            url,
            methods,
            calls: client(CALL, IDLE_CONNECTIONS)?,
            polls: client(poll_timeout + POLL_GRACE, 2)?,
            poll_timeout,
        })
    }

    /// teloxide's `Bot` over the client for calls. Never print it with `{:?}`: that shows the token.
    pub fn bot(&self) -> Bot {
        Bot::with_client(self.token.expose(), self.calls.clone()).set_api_url(self.url.clone())
    }

    /// How long the server may hold a poll.
    pub(super) const fn poll_timeout(&self) -> Duration {
        self.poll_timeout
    }

    /// A call whose answer the caller reads itself. Unlike teloxide's it does not sleep ten seconds on an HTTP 5xx.
    pub(super) async fn call(&self, method: Method, body: &impl Serialize) -> Result<Reply, Fault> {
        self.post(&self.calls, method, body).await
    }

    /// A call that carries a file.
    pub(super) async fn upload(&self, method: Method, form: Form) -> Result<Reply, Fault> {
        let call = self.calls.post(self.methods[method as usize].clone());
        read(call.timeout(UPLOAD).multipart(form)).await
    }

    /// As [`Self::call`], over the client with the patience for long polls.
    pub(super) async fn poll(&self, method: Method, body: &impl Serialize) -> Result<Reply, Fault> {
        self.post(&self.polls, method, body).await
    }

    /// Asks the server once whose token this is, and what time it has.
    ///
    /// # Errors
    /// Why nobody knows, in words.
    pub async fn who_am_i(&self) -> Result<Known, Unknown> {
        #[derive(Deserialize)]
        struct Myself {
            username: String,
        }
        let asked = self.calls.get(self.methods[Method::GetMe as usize].clone());
        let reply = asked
            .send()
            .await
            .map_err(|error| match Fault::of(&error) {
                Fault::Unreached => Unknown::Unreached,
                Fault::TimedOut | Fault::Broken => Unknown::Silent,
            })?;
        let status = reply.status().as_u16();
        let date = reply.headers().get(DATE).and_then(|it| it.to_str().ok());
        let time = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        let body = reply.bytes().await.map_err(|_| Unknown::Silent)?;
        let envelope: Result<Envelope<Myself>, _> = serde_json::from_slice(&body);
        match (status, envelope.ok().and_then(|it| it.result)) {
            (_, Some(myself)) => Ok(Known {
                name: myself.username,
                time: time.map(|time| time.to_utc()),
            }),
            (401 | 404, None) => Err(Unknown::Refused),
            (status, None) => Err(Unknown::Odd(status)),
        }
    }

    /// The bytes of a file that somebody sent, of at most so many; `None`: they cannot be had now.
    pub(super) async fn download(&self, file_id: &str, most: usize) -> Option<Vec<u8>> {
        #[derive(Deserialize)]
        struct Stored {
            file_path: String,
        }
        let wanted = json!({ "file_id": file_id });
        let asked = self.call(Method::GetFile, &wanted).await.ok()?;
        let envelope: Envelope<Stored> = serde_json::from_slice(&asked.body).ok()?;
        let mut url = self.url.clone();
        url.path_segments_mut()
            .ok()?
            .push("file")
            .push(&format!("bot{}", self.token.expose()))
            .extend(envelope.result?.file_path.split('/'));
        let mut reply = self.calls.get(url).send().await.ok()?;
        if !reply.status().is_success() {
            return None;
        }
        let mut bytes = Vec::new();
        while let Some(piece) = reply.chunk().await.ok()? {
            if bytes.len() + piece.len() > most {
                return None;
            }
            bytes.extend_from_slice(&piece);
        }
        Some(bytes)
    }

    async fn post(
        &self,
        client: &Client,
        method: Method,
        body: &impl Serialize,
    ) -> Result<Reply, Fault> {
        // A body of ours always serializes; were it not so, nothing was sent.
        let body = serde_json::to_vec(body).map_err(|_| Fault::Unreached)?;
        let call = client
            .post(self.methods[method as usize].clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(body);
        read(call).await
    }
}

/// Makes a call and reads all of its answer.
async fn read(call: RequestBuilder) -> Result<Reply, Fault> {
    let reply = call.send().await.map_err(|error| Fault::of(&error))?;
    let status = reply.status().as_u16();
    let body = reply.bytes().await.map_err(|error| Fault::of(&error))?;
    Ok(Reply {
        status,
        body: body.into(),
    })
}

/// teloxide appends path segments; after a trailing slash they would follow an empty one.
fn without_slash(mut url: Url) -> Url {
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty();
    }
    url
}

//! The public folder as a website: a front page with the report and the tables, and the files themselves.
//!
//! Only regular files directly in the folder are served, and only those the front page names. Nothing else on the
//! machine can be reached, and no page asks for anything from elsewhere.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use askama::Template;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::services::ServeFile;
use tower_http::set_header::SetResponseHeaderLayer;
use vocabulary::{Date, Explain, Texts, causes, german_date, german_number};

use crate::fonts;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::parse(include_str!("texts.de.toml")));

/// What the front page says.
#[derive(Clone, Debug)]
pub struct Front {
    /// Heading, for example „Sozialdaten Musterkreis 2025“.
    pub title: String,
    /// One sentence on what is here.
    pub lead: String,
    /// How to cite this edition.
    pub citation: String,
    /// Day of release.
    pub date: Date,
    /// The files offered, the report first.
    pub files: Vec<PublicFile>,
    /// What was found, in sentences.
    pub facts: Vec<String>,
}

/// A file of the public folder.
#[derive(Clone, Debug)]
pub struct PublicFile {
    /// File name within the folder.
    pub name: String,
    /// What it is, for readers.
    pub label: String,
    /// What to use it for.
    pub description: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// The site could not be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The server stopped.
    #[error("the server stopped: {0}")]
    Stopped(#[from] std::io::Error),
}

impl Explain for SiteError {
    fn german(&self) -> String {
        match self {
            Self::Listen { address, source } => {
                let reason = causes::of_system(source);
                TEXTS.say(
                    "listen",
                    &[("address", &address.to_string()), ("reason", &reason)],
                )
            }
            Self::Stopped(source) => {
                TEXTS.say("stopped", &[("reason", &causes::of_system(source))])
            }
        }
    }
}

#[derive(Template)]
#[template(path = "site/front.html")]
struct FrontPage<'a> {
    front: &'a Front,
    date: String,
    report: Option<FileLine<'a>>,
    tables: Vec<FileLine<'a>>,
}

/// A file as the page writes it: „PDF, 2,4 MB“.
struct FileLine<'a> {
    file: &'a PublicFile,
    kind_and_size: String,
}

impl<'a> FileLine<'a> {
    fn new(file: &'a PublicFile) -> Self {
        let kind = Path::new(&file.name)
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_uppercase();
        let kilobytes = file.bytes as f64 / 1e3;
        let size = if kilobytes < 1000.0 {
            format!("{} KB", german_number(kilobytes.max(1.0), 0))
        } else {
            format!("{} MB", german_number(kilobytes / 1e3, 1))
        };
        Self {
            file,
            kind_and_size: format!("{kind}, {size}"),
        }
    }
}

impl<'a> FrontPage<'a> {
    fn new(front: &'a Front) -> Self {
        let mut lines = front.files.iter().map(FileLine::new);
        Self {
            front,
            date: german_date(front.date),
            report: lines.next(),
            tables: lines.collect(),
        }
    }
}

/// Serves a public folder until `stop` is ready; `ready` is told the address once connections are taken.
pub async fn serve(
    folder: PathBuf,
    front: Front,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), SiteError> {
    let listen = |source| SiteError::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(listen)?;
    ready(listener.local_addr()?);
    axum::serve(listener, routes(&folder, &front))
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}

/// The routes of the site.
pub fn routes(folder: &Path, front: &Front) -> Router {
    let mut router = Router::new()
        .route(
            "/style.css",
            get(|| async { typed("text/css; charset=utf-8", include_str!("style.css")) }),
        )
        .route(
            "/fonts/regular.ttf",
            get(|| async { typed("font/ttf", fonts::REGULAR) }),
        )
        .route(
            "/fonts/semibold.ttf",
            get(|| async { typed("font/ttf", fonts::SEMIBOLD) }),
        );
    for file in &front.files {
        router = router.route_service(
            &format!("/{}", file.name),
            ServeFile::new(folder.join(&file.name)),
        );
    }
    let page = FrontPage::new(front)
        .render()
        .map_err(|_broken| StatusCode::INTERNAL_SERVER_ERROR)
        .map(Html);
    with_headers(
        router
            .route("/", get(move || std::future::ready(page.clone())))
            .fallback(missing),
    )
}

fn with_headers(mut router: Router) -> Router {
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        router = router.layer(SetResponseHeaderLayer::overriding(
            name,
            HeaderValue::from_static(value),
        ));
    }
    router
}

async fn missing() -> Response {
    (StatusCode::NOT_FOUND, Html(include_str!("missing.html"))).into_response()
}

fn typed(kind: &'static str, body: impl Into<axum::body::Body>) -> Response {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "max-age=86400"),
        ],
        body.into(),
    )
        .into_response()
}

#[cfg(test)]
mod tests;

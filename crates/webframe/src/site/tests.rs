//! Stories of a visitor, a curious one included.

use std::fs;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use super::*;

fn front() -> Front {
    Front {
        title: "Sozialdaten <Kleinkreis>".into(),
        lead: "Ein Satz.".into(),
        citation: "Kleinkreis: Sozialdaten 2025-1.".into(),
        date: Date::new(2025, 6, 30).unwrap(),
        files: vec![
            PublicFile {
                name: "sozialbericht.pdf".into(),
                label: "Sozialbericht".into(),
                description: String::new(),
                bytes: 2_500_000,
            },
            PublicFile {
                name: "figures.csv".into(),
                label: "Werte".into(),
                description: "CSV".into(),
                bytes: 900,
            },
        ],
        facts: vec!["6 Gebiete".into()],
    }
}

async fn get_from(folder: &Path, path: &str) -> (StatusCode, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    let response = routes(folder, &front()).oneshot(request).await.unwrap();
    let status = response.status();
    assert!(
        response.headers().contains_key("content-security-policy"),
        "{path}"
    );
    (
        status,
        String::from_utf8_lossy(&to_bytes(response.into_body(), 1 << 20).await.unwrap())
            .into_owned(),
    )
}

#[tokio::test]
async fn the_front_page_names_every_file_and_escapes_names() {
    let folder = tempfile::tempdir().unwrap();
    let (status, page) = get_from(folder.path(), "/").await;
    assert_eq!(status, StatusCode::OK);
    for text in [
        "/sozialbericht.pdf",
        "2,5 MB",
        "/figures.csv",
        "&#60;Kleinkreis&#62;",
        "30.06.2025",
    ] {
        assert!(page.contains(text), "{text} is missing in\n{page}");
    }
    assert!(
        !page.contains("http://") && !page.contains("https://"),
        "a page asks for nothing from elsewhere"
    );
}

#[tokio::test]
async fn nothing_beside_the_named_files_is_served() {
    let data = tempfile::tempdir().unwrap();
    let public = data.path().join("public");
    fs::create_dir_all(data.path().join("internal")).unwrap();
    fs::create_dir_all(&public).unwrap();
    fs::write(data.path().join("internal/import_report.json"), "secret").unwrap();
    fs::write(public.join("figures.csv"), "open").unwrap();
    fs::write(public.join("forgotten.csv"), "secret").unwrap();
    assert_eq!(
        get_from(&public, "/figures.csv").await,
        (StatusCode::OK, "open".into())
    );
    for path in [
        "/../internal/import_report.json",
        "/%2e%2e/internal/import_report.json",
        "/forgotten.csv",
        "/internal/import_report.json",
        "//",
    ] {
        let (status, body) = get_from(&public, path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!body.contains("secret"), "{path}");
    }
}

//! What the operating system says about files, folders and addresses.

use std::io::{Error, ErrorKind};

use super::{TEXTS, technical};

/// The system's reason in German, to stand in brackets or after a colon.
///
/// ```
/// let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
/// assert_eq!(vocabulary::causes::of_system(&missing), "es gibt sie nicht an diesem Ort");
/// ```
pub fn of_system(error: &Error) -> String {
    if let Some(key) = key(error.kind()) {
        return TEXTS.say(key, &[]);
    }
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<Error>());
    inner.map_or_else(|| technical(&error.to_string()), of_system)
}

fn key(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "not_found",
        ErrorKind::PermissionDenied => "permission_denied",
        ErrorKind::AlreadyExists => "already_exists",
        ErrorKind::IsADirectory => "is_a_directory",
        ErrorKind::NotADirectory => "not_a_directory",
        ErrorKind::DirectoryNotEmpty => "directory_not_empty",
        ErrorKind::ReadOnlyFilesystem => "read_only_disk",
        ErrorKind::StorageFull => "storage_full",
        ErrorKind::QuotaExceeded => "quota_exceeded",
        ErrorKind::FileTooLarge => "file_too_large",
        ErrorKind::InvalidFilename => "invalid_file_name",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "busy",
        ErrorKind::OutOfMemory => "out_of_memory",
        ErrorKind::InvalidData => "invalid_data",
        ErrorKind::UnexpectedEof => "unexpected_end",
        ErrorKind::TimedOut => "timed_out",
        ErrorKind::AddrInUse => "address_in_use",
        ErrorKind::AddrNotAvailable => "address_not_available",
        ErrorKind::ConnectionRefused => "connection_refused",
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected => "connection_lost",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "unreachable"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_causes_have_german_words() {
        for (code, words) in [
            (2, "es gibt sie nicht an diesem Ort"),
            (13, "die Rechte dazu fehlen"),
            (21, "das ist ein Ordner, keine Datei"),
            (28, "der Datenträger ist voll"),
            (27, "die Datei würde größer, als hier erlaubt ist"),
            (98, "diese Adresse benutzt schon ein anderes Programm"),
            (111, "dort nimmt niemand die Verbindung an"),
        ] {
            assert_eq!(of_system(&Error::from_raw_os_error(code)), words);
        }
    }

    #[test]
    fn a_text_in_another_encoding_is_told_as_such() {
        let error = std::io::read_to_string(&b"\xff\xfe"[..]).unwrap_err();
        assert_eq!(
            of_system(&error),
            "der Inhalt ist nicht lesbar; ein Text muss in UTF-8 gespeichert sein"
        );
    }

    #[test]
    fn a_rare_cause_keeps_its_technical_tail() {
        let told = of_system(&Error::other("the moon is full"));
        assert_eq!(told, "technisch: the moon is full");
    }
}

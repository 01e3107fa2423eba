//! From the bytes an editor saved to text: UTF-8, composed (NFC), line ends as LF, no byte-order mark.
//!
//! What cannot be read is refused with a reason that says how to save the file again.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Why bytes are no text for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// UTF-16, with or without a byte-order mark: Notepad's "Unicode".
    Utf16,
    /// Neither UTF-8 nor UTF-16; most often a legacy Vietnamese code page (TCVN3, VNI). `line` counts from 1.
    NotUtf8 {
        /// Line of the first byte that is not UTF-8.
        line: usize,
    },
}

/// Decodes and normalises `bytes`.
///
/// # Errors
/// [`DecodeError`] when the bytes are not UTF-8.
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(DecodeError::Utf16);
    }
    let looks_utf16 = bytes.iter().take(64).filter(|b| **b == 0).count() > 4;
    if looks_utf16 {
        return Err(DecodeError::Utf16);
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        let valid = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        DecodeError::NotUtf8 { line: 1 + valid.iter().filter(|b| **b == b'\n').count() }
    })?;
    let text = normalise(text);
    match legacy_line(&text) {
        Some(line) => Err(DecodeError::NotUtf8 { line }),
        None => Ok(text),
    }
}

/// The first line typed in TCVN3 or VNI and saved or pasted as if it were Unicode: `B¸o c¸o`, `Baùo caùo`. Such a line
/// holds signs right after letters that Vietnamese never has there, several times, and no letter of Vietnamese alone.
fn legacy_line(text: &str) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    // A whole text of signs, or a pasted line of them: in a line with Vietnamese letters the signs mean themselves.
    let is_vietnamese =
        |line: &str| line.chars().any(|c| ('\u{1ea0}'..='\u{1ef9}').contains(&c) || "ăĂđĐơƠưƯ".contains(c));
    text.lines().position(|line| !is_vietnamese(line) && is_legacy(line)).map(|line| line + 1)
}

fn is_legacy(text: &str) -> bool {
    let is_vowel = |c: char| "aeiouyAEIOUY".contains(c);
    let odd = |(before, c): (char, char)| {
        (before.is_ascii_alphabetic() && "¸µ¶¹¨¾¼½".contains(c)) || (is_vowel(before) && "ùøûõïÙØÛÕÏ".contains(c))
    };
    let pairs = || text.chars().zip(text.chars().skip(1));
    let found: Vec<(char, char)> = pairs().filter(|pair| odd(*pair)).take(100).collect();
    // A single pair repeated is a foreign word, such as "où".
    found.len() >= 3 && found.iter().any(|pair| *pair != found[0])
}

/// Strips a byte-order mark, turns CRLF and CR into LF and composes decomposed letters.
#[must_use]
pub fn normalise(text: String) -> String {
    let mut text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if text.bytes().any(|b| b < 0x20 && b != b'\n' && b != b'\t' || b == 0x7f) {
        // Word leaves vertical tabs and form feeds; no control character may stand in XML or HTML.
        text = text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect();
    }
    match compose(&text) {
        Cow::Owned(composed) => composed,
        Cow::Borrowed(_) => text,
    }
}

/// Composes (NFC) only text that holds a combining diacritical mark (U+0300 to U+036F, lead bytes CC and CD in UTF-8):
/// no other text an editor types is decomposed, and the look for two bytes is as fast as reading.
fn compose(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|b| b == 0xcc || b == 0xcd) { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bom_crlf_and_decomposed_letters_are_accepted() {
        let bytes = "\u{feff}Sơ\u{309}\r\nhai".as_bytes().to_vec();
        assert_eq!(decode(bytes), Ok("Sở\nhai".to_owned()));
    }

    #[test]
    fn notepad_unicode_is_refused_by_name() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("a\nb".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(bytes), Err(DecodeError::Utf16));
    }

    #[test]
    fn legacy_text_saved_as_unicode_is_refused_too() {
        assert_eq!(
            decode("tieu_de: Báo cáo tháng đầu năm\nB¸o c¸o th¸ng 1".into()),
            Err(DecodeError::NotUtf8 { line: 2 })
        );
        assert_eq!(decode("Baùo caùo keát quaû hoaït ñoäng".into()), Err(DecodeError::NotUtf8 { line: 1 }));
        for fine in ["Báo cáo tháng 1, 25 µm và 3¹", "Où est le café ? Où ? Où ?", "Đã duyệt bản «in»"]
        {
            assert_eq!(decode(fine.into()), Ok(fine.to_owned()));
        }
    }

    #[test]
    fn a_legacy_code_page_is_refused_with_its_line() {
        assert_eq!(decode(b"abc\nT\xb8m".to_vec()), Err(DecodeError::NotUtf8 { line: 2 }));
    }
}

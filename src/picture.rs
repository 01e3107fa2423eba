//! Photographs and drawings: how large they are, and smaller versions for phones and slow lines.

use std::io::{BufRead, Cursor, Seek};

use fast_image_resize::Resizer;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::error::{ParameterError, ParameterErrorKind};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageReader, ImageResult, Limits,
};

use crate::text::FileName;

/// Widths of smaller versions, in pixels: a phone, a phone with a fine screen or a tablet, the widest column on a fine screen.
const WIDTHS: [u32; 3] = [480, 960, 1_600];
/// Quality of JPEG, of 100.
const QUALITY: u8 = 80;
/// Pixels beyond which a picture has no smaller versions: making one takes four bytes of memory and more for each.
const MOST_PIXELS: u64 = 100_000_000;
/// Names the way in which smaller versions are made; another way gets another name, so that they are made anew.
pub const RECIPE: &[u8] = b"picture 1";

/// Width and height as a browser shows a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dimensions {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Whether a file is, by its name, a picture made of pixels.
#[must_use]
pub fn is_named_like_one(name: &str) -> bool {
    let name = name.to_lowercase();
    [".gif", ".jpg", ".jpeg", ".png", ".webp"].iter().any(|extension| name.ends_with(extension))
}

/// The widths of the smaller versions of a picture: of photographs and drawings alone, as moving ones would stand still.
pub fn versions(name: &FileName, of: Dimensions) -> impl Iterator<Item = u32> + use<> {
    let can_be_written = [".jpg", ".jpeg", ".png"].iter().any(|extension| name.as_str().ends_with(extension));
    let is_sane = u64::from(of.width) * u64::from(of.height) <= MOST_PIXELS;
    WIDTHS.into_iter().filter(move |width| can_be_written && is_sane && *width < of.width)
}

/// Reads how large a picture is, turned as its camera says it was held.
///
/// # Errors
/// Bytes that are no GIF, JPEG, PNG or WebP picture, or one without pixels.
pub fn dimensions(source: impl BufRead + Seek) -> ImageResult<Dimensions> {
    let mut decoder = ImageReader::new(source).with_guessed_format()?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let lies = matches!(
        decoder.orientation()?,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    if width == 0 || height == 0 {
        return Err(ImageError::Parameter(ParameterError::from_kind(ParameterErrorKind::DimensionMismatch)));
    }
    Ok(if lies { Dimensions { width: height, height: width } } else { Dimensions { width, height } })
}

/// Makes a smaller version of a JPEG or PNG picture in the same format. The picture itself comes back where that would have
/// more bytes (a drawing of few colours), and where it begins well and is damaged further on: a browser shows what there is of it.
#[must_use]
pub fn smaller(bytes: Vec<u8>, width: u32) -> Vec<u8> {
    resized(&bytes, width).ok().filter(|smaller| smaller.len() < bytes.len()).unwrap_or(bytes)
}

fn resized(bytes: &[u8], width: u32) -> ImageResult<Vec<u8>> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let is_png = reader.format() == Some(image::ImageFormat::Png);
    let mut decoder = reader.into_decoder()?;
    let mut limits = Limits::default();
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    // Colours for print are converted while decoding; what describes them then describes others.
    let is_for_print = decoder.original_color_type() == ExtendedColorType::Cmyk8;
    let profile = decoder.icc_profile()?.filter(|_| !is_for_print);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width().max(1));
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    let mut smaller = DynamicImage::new(width, height, picture.color());
    if Resizer::new().resize(&picture, &mut smaller, None).is_err() {
        // A kind of pixels that the fast way does not know.
        smaller = picture.resize_exact(width, height, image::imageops::FilterType::Lanczos3);
    }
    let mut out = Vec::new();
    if is_png {
        write(&smaller, PngEncoder::new(&mut out), profile)?;
    } else {
        write(&smaller, JpegEncoder::new_with_quality(&mut out, QUALITY), profile)?;
    }
    Ok(out)
}

/// Writes a picture with the description of its colours, if it has one: photographs of phones look pale without.
fn write(picture: &DynamicImage, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> ImageResult<()> {
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
    }
    picture.write_with_encoder(encoder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: image::ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_smaller_version_keeps_format_and_proportions() {
        for format in [image::ImageFormat::Jpeg, image::ImageFormat::Png] {
            let smaller = resized(&picture(1_000, 500, format), 480).unwrap();
            assert_eq!(image::guess_format(&smaller).unwrap(), format);
            assert_eq!(dimensions(Cursor::new(smaller)).unwrap(), Dimensions { width: 480, height: 240 });
        }
    }

    #[test]
    fn versions_are_smaller_than_the_picture() {
        let of = |name: &str, width| versions(&FileName::of(name).unwrap(), Dimensions { width, height: 100 });
        assert_eq!(of("a.jpg", 4_000).collect::<Vec<_>>(), [480, 960, 1_600]);
        assert_eq!(of("a.png", 960).collect::<Vec<_>>(), [480]);
        assert_eq!(of("a.gif", 4_000).count(), 0, "it may move");
        let huge = Dimensions { width: 200_000, height: 200_000 };
        assert_eq!(versions(&FileName::of("a.png").unwrap(), huge).count(), 0, "it would not fit into memory");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert!(dimensions(Cursor::new(b"%PDF-1.7")).is_err());
        assert!(resized(b"\xff\xd8\xff\xe0 damaged", 480).is_err());
        assert_eq!(smaller(b"\xff\xd8\xff\xe0 damaged".to_vec(), 480), b"\xff\xd8\xff\xe0 damaged");
    }

    #[test]
    fn a_picture_that_lies_on_its_side_is_turned() {
        // An EXIF block that says "rotate by 90 degrees" (tag 0x112, value 6), after the start of a JPEG.
        let jpeg = picture(1_000, 500, image::ImageFormat::Jpeg);
        let exif: &[u8] = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
        assert_eq!(dimensions(Cursor::new(&turned)).unwrap(), Dimensions { width: 500, height: 1_000 });
        let smaller = resized(&turned, 250).unwrap();
        assert_eq!(dimensions(Cursor::new(smaller)).unwrap(), Dimensions { width: 250, height: 500 });
    }
}

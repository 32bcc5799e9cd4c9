import Model
import Testing

@Suite("Media formats")
struct MediaFormats {
  @Test(
    "are recognized by the suffixes people write",
    arguments: [
      ("jpg", .jpeg), ("jpeg", .jpeg), ("jfif", .jpeg), ("png", .png), ("webp", .webp),
      ("heif", .heic), ("tif", .tiff), ("tiff", .tiff), ("mov", .mov), ("m4v", .m4v),
      ("m4a", .m4a), ("mp4", .mp4), ("opus", .ogg), ("aif", .aiff), ("dng", .raw), ("htm", .html),
      ("txt", .text), ("svgz", .gzip), ("gz", .gzip),
    ] as [(String, MediaFormat)])
  func suffixes(suffix: String, format: MediaFormat) {
    #expect(MediaFormat(suffix: suffix) == format)
  }

  @Test("are not recognized by anything else", arguments: ["", "JPG", ".jpg", "doc", "jpg "])
  func strangers(suffix: String) {
    #expect(MediaFormat(suffix: suffix) == nil)
  }

  @Test("list suffixes that mean a format of the same medium", arguments: MediaFormat.allCases)
  func sameMedium(format: MediaFormat) {
    // An MP4 file with only sound may correctly have the suffix of a sound file.
    for suffix in format.suffixes where (format, suffix) != (.mp4, "m4a") {
      #expect(MediaFormat(suffix: suffix)?.medium == format.medium, "\(suffix)")
    }
  }

  @Test("have a default suffix that means the same format", arguments: MediaFormat.allCases)
  func usualSuffix(format: MediaFormat) {
    // These formats have no file suffix of their own.
    guard ![.gitLFS, .base64, .appleDouble, .zeros, .unknown].contains(format) else {
      #expect(format.suffixes.isEmpty)
      return
    }
    #expect(format.suffixes.first.flatMap { MediaFormat(suffix: $0) } == format)
    #expect(format.suffixes.allSatisfy { $0 == $0.lowercased() })
  }

  @Test(
    "have the name that people use",
    arguments: [
      (.jpeg, "JPEG"), (.png, "PNG"), (.webp, "WebP"), (.jxl, "JPEG XL"), (.jpeg2000, "JPEG 2000"),
      (.raw, "camera RAW"), (.mkv, "Matroska"), (.ogg, "Ogg"), (.mp4, "MP4"), (.html, "HTML"),
    ] as [(MediaFormat, String)])
  func names(format: MediaFormat, name: String) {
    #expect(format.name == name)
  }

  @Test("belong in slots of their medium")
  func slots() {
    for slot in Slot.allCases {
      #expect(slot.medium != .other)
    }
    for medium in [MediaFormat.Medium.picture, .clip, .sound] {
      #expect(Slot.choices(for: medium).allSatisfy { $0.medium == medium })
      #expect(!Slot.choices(for: medium).isEmpty)
    }
    #expect(Slot.choices(for: .picture).first == .element)
    #expect(Slot.choices(for: .other).isEmpty)
  }
}

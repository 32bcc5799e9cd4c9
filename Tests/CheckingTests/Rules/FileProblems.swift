import Checking
import Model
import Targets
import Testing

/// Every way in which a file can be wrong by itself.
enum SampleProblems {
  static let all: [(problem: FileProblem, rule: RuleID, severity: Severity)] = [
    (.notFound, .fileNotFound, .error),
    (.empty, .fileEmpty, .error),
    (.unreadable(reason: "Permission denied"), .fileUnreadable, .error),
    (.notRegular(kind: "a pipe"), .fileNotRegular, .error),
    (.changedWhileRead, .fileChanged, .error),
    (.tooLargeToRead(bytes: 629_145_600, limit: 268_435_456), .fileTooLarge, .error),
    (.unknownFormat, .imageUnknownFormat, .error),
    (.corrupt(what: "its palette is missing"), .imageCorrupt, .error),
    (.truncated(what: "the file ends at 43 %"), .imageTruncated, .error),
    (.endMarkerMissing, .imageTruncated, .warning),
    (.blemish(what: "its picture data are in several places"), .imageCorrupt, .warning),
    (.tooManyPixels(pixels: 3_600_000_000, limit: 300_000_000), .imageTooManyPixels, .error),
    (.tooComplex(what: "more than 100 scans"), .imageTooComplex, .error),
    (.undecided(.noProcess), .imageNotProven, .warning),
    (.undecided(.tooSlow(seconds: 60)), .imageTooComplex, .error),
    (.undecided(.stopped), .imageTooComplex, .error),
    (.notProven(.heic), .imageNotProven, .warning),
    (.notProven(.heic, why: "an image sequence without a still"), .imageNotProven, .warning),
    (.noDecoder(.heic), .imageNotProven, .warning),
    (.noDecoder(.avif, exitCode: 127), .imageNotProven, .warning),
    (.notProven(.mp4), .clipNotMeasured, .warning),
    (.notProven(.wav), .soundNotMeasured, .warning),
    (.noDecoder(.mp4), .clipNotMeasured, .warning),
    (.noDecoder(.mp3, exitCode: 127), .soundNotMeasured, .warning),
    (.notMedia(.text), .fileNotMedia, .note),
  ]

  static func facts(_ problem: FileProblem, named name: String) throws -> FileFacts {
    var facts = FileFacts(path: try #require(FilePath(name)), problems: [problem])
    switch problem {
    case .notMedia(let format), .notProven(let format, _), .noDecoder(let format, _):
      facts.format = format
    default: break
    }
    return facts
  }
}

@Suite("What is wrong with a file by itself")
struct FileProblems {
  @Test("has a rule and a severity")
  func rules() throws {
    for (problem, rule, severity) in SampleProblems.all {
      let findings = FileRules.findings(for: try SampleProblems.facts(problem, named: "a"))
      #expect(findings.map(\.rule) == [rule], "\(problem)")
      #expect(findings.map(\.severity) == [severity], "\(problem)")
      #expect(findings.allSatisfy { $0.target == nil && $0.basis == nil })
    }
  }

  @Test(
    "explains why it was not proven",
    arguments: [
      (.notProven(.heic), "Castbook can't decode HEIC; damage would go unnoticed"),
      (
        .notProven(.avif, why: "an image sequence without a still"),
        "Castbook can't decode all of this AVIF (an image sequence without a still); damage would go unnoticed"
      ),
      (
        .noDecoder(.heic),
        "castbook-media, which decodes HEIC, can't be started; the file's data and size were not checked"
      ),
      (
        .noDecoder(.avif, exitCode: 127),
        "castbook-media, which decodes AVIF, exits with code 127 at start; "
          + "the file's data and size were not checked"
      ),
      (.undecided(.noProcess), "not proven (the system had no process or memory to decode it)"),
      (.undecided(.tooSlow(seconds: 60)), "not proven (decoding took more than 60 s)"),
      (
        .notProven(.mp4),
        "Castbook can't decode all of this MP4; the clip's length is unknown"
      ),
      (
        .notProven(.wav, why: "g719"),
        "Castbook can't decode all of this WAV (g719); the sound's length is unknown"
      ),
      (
        .noDecoder(.mp3),
        "castbook-streams, which decodes MP3, can't be started; the file's length was not measured"
      ),
    ] as [(FileProblem, String)])
  func reasons(problem: FileProblem, message: String) throws {
    let facts = try SampleProblems.facts(problem, named: "a")
    #expect(FileRules.findings(for: facts).map(\.message) == [message])
  }

  @Test("omits what was checked nevertheless")
  func checkedAllTheSame() throws {
    var picture = try FileFacts.picture(format: .gif, name: "a.gif")
    picture.problems = [.noDecoder(.gif)]
    #expect(
      FileRules.findings(for: picture).map(\.message) == [
        "castbook-media, which decodes GIF, can't be started"
      ])
  }

  @Test("is listed with the worst first")
  func order() throws {
    var facts = try FileFacts.picture(name: "a.png")
    facts.problems = [.blemish(what: "odd"), .corrupt(what: "broken")]
    facts.image?.privateMetadata = [.location]
    facts.image?.alpha = .used
    let severities = FileRules.findings(for: facts).map(\.severity)
    #expect(severities == severities.sorted(by: >))
    #expect(severities.first == .error && severities.last == .note)
  }

  @Test("is an error for a file that is not media only when it was named explicitly")
  func notMedia() throws {
    let facts = try SampleProblems.facts(.notMedia(.pdf), named: "plan.pdf")
    #expect(FileRules.findings(for: facts).map(\.severity) == [.note])
    #expect(FileRules.findings(for: facts, isNamed: true).map(\.severity) == [.error])
    #expect(FileRules.findings(for: facts).map(\.message) == ["is a PDF file, not a media file"])
  }

  @Test(
    "is explained when a download was saved as a picture",
    arguments: [
      (.html, "is a web page, not a picture; the download failed"),
      (.json, "is JSON text, not a picture; the download failed"),
      (.xml, "is XML text, not a picture; the download failed"),
      (.text, "is a text file, not a picture"),
      (.pdf, "is a PDF file named like a JPEG"),
      (.rar, "is a RAR file named like a JPEG"),
      (.sevenZip, "is a 7Z file named like a JPEG"),
      (.gitLFS, "is a Git LFS pointer; the picture itself was not downloaded"),
      (.icloud, "is an iCloud placeholder; the picture itself was not downloaded"),
      (.base64, "is a picture encoded as text (base64)"),
      (.webarchive, "is a saved web page, not a picture"),
      (.appleDouble, "is a macOS sidecar of a picture, not the picture itself"),
      (.shortcut, "is a shortcut, not the picture itself"),
      (.zeros, "begins with zeros only; a copy failed"),
      (.zip, "is a ZIP file named like a JPEG"),
      (.unknown, "is not a picture, clip or sound file"),
    ] as [(MediaFormat, String)])
  func downloads(format: MediaFormat, message: String) throws {
    let facts = try SampleProblems.facts(.notMedia(format), named: "a.jpg")
    let findings = FileRules.findings(for: facts)
    #expect(findings.map(\.rule) == [.imageUnknownFormat])
    #expect(findings.map(\.severity) == [.error])
    #expect(findings.map(\.message) == [message])
  }

  @Test(
    "is reported when the suffix does not match the format",
    arguments: [
      (.jpeg, "a.jpg", nil), (.jpeg, "a.JPEG", nil), (.jpeg, "a.jfif", nil), (.jpeg, "a", nil),
      (.jpeg, "a.backup", nil), (.jpeg, "a.png", "is a JPEG file with the extension .png"),
      (.png, "a.jpg", "is a PNG file with the extension .jpg"),
      (.webp, "a.jpg", "is a WebP file with the extension .jpg"),
      (.svg, "a.png", "is an SVG file with the extension .png"),
      (.heic, "a.jpg", "is a HEIC file with the extension .jpg"),
      (.avif, "a.jpg", "is an AVIF file with the extension .jpg"),
      (.mp4, "a.m4v", nil), (.mp4, "a.m4a", nil),
      (.mp4, "a.mov", "is an MP4 file with the extension .mov"),
      (.wav, "a.mp3", "is a WAV file with the extension .mp3"),
      (.mp3, "a.wav", "is an MP3 file with the extension .wav"),
      (.m4a, "a.mp3", "is an M4A file with the extension .mp3"),
      (.jpeg, "a.txt", "is a JPEG file with the extension .txt"), (.text, "a.jpg", nil),
      (.ico, "a.png", "is an ICO file with the extension .png"),
    ] as [(MediaFormat, String, String?)])
  func mismatch(format: MediaFormat, name: String, message: String?) throws {
    let findings = FileRules.findings(for: try .file(format, name: name))
    #expect(findings.map(\.message) == (message.map { [$0] } ?? []))
    let rule: RuleID =
      switch format.medium {
      case .clip: .clipExtensionMismatch
      case .sound: .soundExtensionMismatch
      default: .imageExtensionMismatch
      }
    #expect(findings.allSatisfy { $0.rule == rule && $0.severity == .warning })
  }
}

@Suite("What is odd about a sound picture")
struct Oddities {
  private func findings(_ change: (inout ImageFacts) -> Void) throws -> [Finding] {
    var facts = try FileFacts.picture()
    if var image = facts.image {
      change(&image)
      facts.image = image
    }
    return FileRules.findings(for: facts)
  }

  @Test("is usually empty")
  func none() throws {
    #expect(try findings { _ in }.isEmpty)
    #expect(try findings { $0.alpha = .unused }.isEmpty)
    #expect(try findings { $0.alpha = .unknown }.isEmpty)
    #expect(try findings { $0.color = .sRGB }.isEmpty)
    #expect(try findings { $0.coding.isProgressive = true }.isEmpty)
  }

  @Test("is reported in words")
  func words() throws {
    let cases: [((inout ImageFacts) -> Void, RuleID, Severity, String)] = [
      (
        { $0.coding.rare = "arithmetic" }, .imageRareCoding, .warning,
        "arithmetic encoding, which many services can't read"
      ),
      (
        { $0.frames = 3 }, .imageAnimated, .warning, "animated (3 frames); services use one of them"
      ),
      (
        { $0.alpha = .used }, .imageHasAlpha, .warning,
        "has transparency; the provider picks the background"
      ),
      (
        { $0.color = .profile("Display P3") }, .imageNotSRGB, .warning,
        "colours are Display P3, not sRGB, and will shift"
      ),
      (
        { $0.color = .profile("sRGB IEC61966-2.1") }, .imageNotSRGB, .warning,
        "colours are not sRGB, although the profile is called sRGB IEC61966-2.1"
      ),
      (
        { $0.color = .cmyk(nil) }, .imageNotSRGB, .warning,
        "colours are for print (CMYK): they will shift or be rejected"
      ),
      (
        { $0.orientationNote = "invalid orientation 9 (1–8 are valid)" },
        .imageOrientationIgnored, .note,
        "invalid orientation 9 (1–8 are valid), treated as upright"
      ),
      (
        { $0.trailing = .init(byteCount: 16_000, isAnnounced: false) }, .imageTrailingData,
        .warning, "16 kB of other data after the picture"
      ),
      (
        { $0.trailing = .init(byteCount: 16_000, isAnnounced: true) }, .imageTrailingData, .note,
        "contains further pictures after the first (16 kB)"
      ),
      (
        { $0.privateMetadata = [.prompt, .location, .owner, .serialNumber] },
        .imagePrivateMetadata, .note,
        "contains private metadata: GPS position, serial number, owner's name, generation prompt"
      ),
      (
        {
          $0.privateMetadata = [.makerNote, .other, .thumbnail]
          $0.otherDataBytes = 12_000
        },
        .imagePrivateMetadata, .note,
        "contains private metadata: maker note (may contain serial numbers and names), embedded thumbnail "
          + "(may show what was cropped away), 12 kB of other data"
      ),
    ]
    for (change, rule, severity, message) in cases {
      let found = try findings(change)
      #expect(found.map(\.rule) == [rule])
      #expect(found.map(\.severity) == [severity])
      #expect(found.map(\.message) == [message])
    }
  }
}

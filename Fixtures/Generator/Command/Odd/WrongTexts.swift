internal import FixtureScenes

/// Texts that people have instead of a picture: answers of servers, pointers, archives.
let wrongTexts: [Fixture] = webPages + answers + pointers + archives

private let webPages: [Fixture] = [
  page("bom", "A web page behind a mark of UTF-8.", [0xEF, 0xBB, 0xBF] + [UInt8](errorPage)),
  page("utf-16", "A web page of two bytes a letter.", [0xFF, 0xFE] + wide(errorPage)),
  page(
    "comment", "A web page behind blank lines and a comment.",
    [UInt8]("\n\n  <!-- edge 7 -->\n" + errorPage)),
  page(
    "xhtml", "A web page that is XML.",
    [UInt8]("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"/>")),
  page(
    "title", "A web page that leaves out its first tags.",
    [UInt8]("<title>Just a moment...</title>")),
]

private let answers: [Fixture] = [
  Fixture("name-s3-called.jpg", "A storage's refusal as XML.", .other("xml", .unknownFormat)) {
    [UInt8](
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
        + "<Message>Request has expired</Message></Error>")
  },
  Fixture("name-answer-called.webp", "A refusal in plain words.", .other("text", .unknownFormat)) {
    [UInt8]("error code: 1020")
  },
  Fixture(
    "name-json-utf-16-called.jpg", "JSON of two bytes a letter.", .other("json", .unknownFormat)
  ) {
    wide("{\"error\":\"expired\"}")
  },
]

private let pointers: [Fixture] = [
  Fixture("name-lfs-called.png", "A pointer of Git LFS.", .other("git-lfs", .unknownFormat)) {
    [UInt8](
      "version https://git-lfs.github.com/spec/v1\noid sha256:"
        + String(repeating: "9f", count: 32) + "\nsize 123456\n")
  },
  Fixture("name-placeholder.jpg.icloud", "A placeholder of iCloud.", .other("icloud", .notMedia)) {
    [UInt8]("bplist00") + [0xD1, 1, 2, 0x5C] + [UInt8]("NSURLNameKey") + [0x58]
      + [UInt8]("mira.jpg") + [8, 0x0B, 0x18] + [UInt8](repeating: 0, count: 29)
  },
  Fixture("name-data-url-called.png", "A data URL.", .other("base64", .unknownFormat)) {
    [UInt8]("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAA")
  },
  Fixture("name-base64-called.jpg", "A JPEG as text.", .other("base64", .unknownFormat)) {
    [UInt8]("/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUG\n")
  },
  Fixture(
    "name-apple-double-called.jpg", "What macOS keeps beside a file.",
    .other("apple-double", .unknownFormat)
  ) {
    [0, 5, 0x16, 7, 0, 2, 0, 0] + [UInt8]("Mac OS X        ") + [0, 1, 0, 0, 0, 2]
      + [UInt8](repeating: 0, count: 40)
  },
  Fixture("name-shortcut-called.jpg", "A shortcut of Windows.", .other("shortcut", .unknownFormat))
  {
    [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]
      + [UInt8](repeating: 0, count: 56)
  },
  Fixture("name-link.url", "A link to a page.", .other("shortcut", .notMedia)) {
    [UInt8]("[InternetShortcut]\r\nURL=https://example.com/mira.jpg\r\n")
  },
  Fixture("name-link.webloc", "A link to a page, of macOS.", .other("shortcut", .notMedia)) {
    [UInt8](
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST "
        + "1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">"
        + "<dict><key>URL</key><string>https://example.com/</string></dict></plist>\n")
  },
]

private let archives: [Fixture] = [
  Fixture("name-zip-called.jpg", "An empty ZIP.", .other("zip", .unknownFormat)) {
    [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
  },
  Fixture("name-7z-called.jpg", "The start of a 7z.", .other("7z", .unknownFormat)) {
    [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4] + [UInt8](repeating: 0, count: 24)
  },
  Fixture("name-rar-called.jpg", "The start of a RAR.", .other("rar", .unknownFormat)) {
    [UInt8]("Rar!") + [0x1A, 7, 1, 0] + [UInt8](repeating: 0, count: 8)
  },
  Fixture(
    "name-web-archive-called.jpg", "A page saved by Safari.", .other("webarchive", .unknownFormat)
  ) {
    [UInt8]("bplist00") + [0xD1, 1, 2, 0x5F, 0x10, 15] + [UInt8]("WebMainResource")
      + [UInt8](repeating: 0, count: 32)
  },
  Fixture(
    "name-heic-called.jpg", "The start of an iPhone photo.",
    .other("heic", .extensionMismatch, may: [.notProven, .corrupt, .truncated])
  ) {
    ftyp("heic", compatible: ["mif1", "heic"])
  },
  Fixture(
    "name-mp4-called.jpg", "A clip.",
    .clip("mp4", 1920, 1080, milliseconds: 5000, .clipExtensionMismatch)
  ) {
    ftypBox("isom", compatible: ["isom"]) + Film().movie
  },
  Fixture("name-gif-called.png", "A GIF.", .header("gif", 80, 100, .extensionMismatch)) {
    gif([smallCard])
  },
]

private func page(_ name: String, _ note: String, _ bytes: [UInt8]) -> Fixture {
  Fixture("name-html-\(name)-called.jpg", note, .other("html", .unknownFormat)) { bytes }
}

/// UTF-16 text, low byte first.
private func wide(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  text.utf16.forEach { bytes.append($0, .little) }
  return bytes
}

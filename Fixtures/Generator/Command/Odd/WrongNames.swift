internal import FixtureScenes

/// Files whose name does not match their contents.
let wrongNames: [Fixture] = [
  Fixture("name-png-called.jpg", "A PNG.", .picture("png", 320, 400, .extensionMismatch)) {
    () throws(FixtureError) in try card.png().bytes
  },
  Fixture("name-jpeg-called.png", "A JPEG.", .picture("jpeg", 320, 400, .extensionMismatch)) {
    () throws(FixtureError) in try card.jpeg()
  },
  Fixture(
    "name-webp-called.jpg", "A WebP, as browsers save it.",
    .picture("webp", 320, 400, .extensionMismatch)
  ) { () throws(FixtureError) in try card.webp() },
  Fixture("name-jpeg-called.jpeg.txt", "A JPEG.", .picture("jpeg", 320, 400, .extensionMismatch)) {
    () throws(FixtureError) in try card.jpeg()
  },
  Fixture("name-without-suffix", "A JPEG without any suffix.", soundJPEG) {
    () throws(FixtureError) in try card.jpeg()
  },
  Fixture("name-UPPER.JPG", "A JPEG with its suffix in capitals.", soundJPEG) {
    () throws(FixtureError) in try card.jpeg()
  },
  Fixture("name with spaces, ümlaut & 米拉.jpg", "A JPEG with a name of many scripts.", soundJPEG) {
    () throws(FixtureError) in try card.jpeg()
  },
  Fixture(
    "name-of-250-bytes-" + String(repeating: "x", count: 228) + ".jpg",
    "A JPEG with a name of 250 bytes.", soundJPEG
  ) { () throws(FixtureError) in try card.jpeg() },
  Fixture(
    "name-html-called.jpg", "A server's error page.",
    .other("html", .unknownFormat)
  ) { [UInt8](errorPage) },
  Fixture(
    "name-json-called.png", "A server's error as JSON.",
    .other("json", .unknownFormat)
  ) { [UInt8]("{\"error\":{\"code\":403,\"message\":\"The link has expired.\"}}\n") },
  Fixture("name-notes.txt", "Text.", .other("text", .notMedia)) {
    [UInt8]("Mira: front, left and back are here; the side view comes on Monday.\n")
  },
  Fixture("name-empty.jpg", "Nothing at all.", Expectation(format: "unknown", rules: [.empty])) {
    []
  },
  Fixture(
    "name-zeros.jpg", "4 kB of zero bytes, as a failed copy leaves them.",
    .other("zeros", .unknownFormat)
  ) { [UInt8](repeating: 0, count: 4096) },
]

/// A provider's storage answer for an expired link.
let errorPage = """
  <!DOCTYPE html>
  <html><head><title>403 Forbidden</title></head>
  <body><h1>Forbidden</h1><p>The link to this picture has expired.</p></body></html>

  """

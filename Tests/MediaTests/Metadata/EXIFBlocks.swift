import Model
import TestSupport
import Testing

@testable import Media

/// A block of EXIF made entry by entry.
struct SampleEXIF {
  /// One entry: tag, type, count, and the four bytes of its value.
  typealias Entry = (tag: Int, type: Int, count: Int, value: [UInt8])

  var order = ByteOrder.big
  var entries: [Entry] = []
  /// The bytes after the first directory.
  var rest: [UInt8] = []
  /// The number of entries that the directory claims to have.
  var claimedCount: Int?
  var firstDirectory = 8
  var nextDirectory = 0

  func number(_ number: Int, _ length: Int) -> [UInt8] {
    order == .big ? Bytes.big(number, length) : Bytes.little(number, length)
  }

  var bytes: [UInt8] {
    Array((order == .big ? "MM" : "II").utf8) + number(42, 2) + number(firstDirectory, 4)
      + number(claimedCount ?? entries.count, 2)
      + entries.flatMap { number($0.tag, 2) + number($0.type, 2) + number($0.count, 4) + $0.value }
      + number(nextDirectory, 4) + rest
  }

  var block: EXIF? { EXIF(ByteView(bytes)) }

  /// The kinds of private metadata in it.
  var kinds: Set<PrivateMetadata> {
    var survey = MetadataSurvey()
    DirectorySurvey.run(ByteView(bytes), isFile: false, into: &survey)
    return survey.kinds
  }

  mutating func addShort(_ tag: Int, _ value: Int) {
    entries.append((tag, 3, 1, number(value, 2) + [0, 0]))
  }

  mutating func addLong(_ tag: Int, _ value: Int) {
    entries.append((tag, 4, 1, number(value, 4)))
  }

  /// The offset of `rest`.
  var restOffset: Int { 8 + 2 + entries.count * 12 + 4 }
}

@Suite("EXIF")
struct EXIFBlocks {
  @Test(
    "says which way is up, in both byte orders",
    arguments: [ByteOrder.big, .little], Array(1...8))
  func orientation(order: ByteOrder, value: Int) throws {
    var sample = SampleEXIF(order: order)
    sample.addShort(0x0112, value)
    let exif = try #require(sample.block)
    #expect(exif.orientation?.rawValue == value)
    #expect(exif.invalidOrientation == nil)
  }

  @Test("says so in files", arguments: ["jpeg", "png"], Array(1...8))
  func files(format: String, value: Int) async throws {
    let names =
      format == "png"
      ? ["png-orientation-\(value).png"]
      : ["le", "be"].map { "jpeg-orientation-\(value)-\($0).jpg" }
    for name in names {
      let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(name)"))
      let image = try #require(facts.image)
      #expect(image.orientation.rawValue == value)
      #expect(image.size == PixelSize(width: 320, height: 400))
      #expect(image.codedSize.width == (value >= 5 ? 400 : 320))
    }
  }

  @Test("with an invalid orientation counts as upright", arguments: [0, 9, 65_535])
  func strangeOrientation(value: Int) throws {
    var sample = SampleEXIF()
    sample.addShort(0x0112, value)
    let exif = try #require(sample.block)
    #expect(exif.orientation == nil)
    #expect(exif.invalidOrientation == "invalid orientation \(value) (1–8 are valid)")
  }

  @Test("with an orientation of another type counts as upright", arguments: [1, 2, 4, 5, 7])
  func strangeType(type: Int) throws {
    var sample = SampleEXIF()
    sample.entries.append((0x0112, type, 1, [0, 6, 0, 6]))
    let exif = try #require(sample.block)
    #expect(exif.orientation == nil)
    #expect(exif.invalidOrientation == "the orientation tag is not of type SHORT")
  }

  @Test("is nil without its magic", arguments: ["", "MM", "II*", "MM\0*", "XX\0*\0\0\0\u{8}"])
  func none(text: String) {
    #expect(EXIF(ByteView(Array(text.utf8))) == nil)
  }

  @Test("ends if its directory points to itself", .timeLimit(.minutes(30)))
  func loops() throws {
    var sample = SampleEXIF(nextDirectory: 8)
    sample.addShort(0x0112, 6)
    sample.addLong(0x8769, 8)
    sample.addLong(0x8825, 8)
    #expect(sample.block?.orientation == .turnedLeft)

    // Directories that point to each other in a cycle.
    var ring = SampleEXIF()
    for offset in 0..<500 { ring.addLong(0x8769, 8 + offset) }
    #expect(ring.block != nil)
  }

  @Test(
    "ignores what is outside",
    arguments: [8, 9, 13, 14, 100, 65_535, 0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF])
  func outside(offset: Int) throws {
    #expect(SampleEXIF(firstDirectory: offset == 8 ? 9 : offset).block?.orientation == nil)
    var sample = SampleEXIF()
    sample.addLong(0x8769, offset)
    sample.addLong(0x8825, offset)
    sample.entries.append((0x013B, 2, 0xFFFF_FFFF, sample.number(offset, 4)))
    sample.addShort(0x0112, 3)
    let exif = try #require(sample.block)
    #expect(exif.orientation == .upsideDown)
  }

  @Test("of 65,535 entries is read quickly", .timeLimit(.minutes(30)))
  func manyEntries() throws {
    var empty = SampleEXIF(claimedCount: 65_535)
    #expect(empty.block?.orientation == nil)
    empty.addShort(0x0112, 8)
    #expect(empty.block?.orientation == .turnedRight)
    var full = SampleEXIF()
    for _ in 0..<65_534 { full.addLong(0x8769, 8) }
    full.addShort(0x0112, 8)
    let clock = ContinuousClock()
    let bytes = full.bytes
    let duration = clock.measure { #expect(EXIF(ByteView(bytes))?.orientation == .turnedRight) }
    #expect(duration < .seconds(5))
  }

  @Test(
    "reports a name or a serial number, unless it is blank",
    arguments: [
      (0x013B, "Mira", ["authorship"]), (0x013B, "    ", []),
      (0x013B, "Mira Okafor", ["authorship"]), (0x8298, "Mira", ["authorship"]),
      (0xA430, "Okafor", ["owner"]), (0xA431, "000123", ["serial-number"]),
      (0xA435, "L1", ["serial-number"]), (0xA431, "        ", []), (0xA431, "", []),
      (0x010F, "Camera", ["camera"]), (0x9003, "2026:01:01 12:00:00", ["date"]),
      (0x0131, "Some editor 3.1", []), (0x010E, "At home", ["comment"]),
      (0xBEEF, "Whatever it is", ["other"]),
    ])
  func privacy(tag: Int, text: String, kinds: [String]) throws {
    let value = Array(text.utf8) + [0]
    // The text is after the directory, or in the entry if it has at most four bytes.
    var main = SampleEXIF()
    let isShort = value.count <= 4
    let padded = value + [UInt8](repeating: 0, count: max(0, 4 - value.count))
    main.entries.append((tag, 2, value.count, isShort ? padded : main.number(26, 4)))
    main.rest = value
    #expect(main.kinds.map(\.rawValue) == kinds)

    var photo = SampleEXIF()
    photo.addLong(0x8769, 26)
    photo.rest =
      photo.number(1, 2) + photo.number(tag, 2) + photo.number(2, 2) + photo.number(value.count, 4)
      + (isShort ? padded : photo.number(44, 4)) + photo.number(0, 4) + value
    #expect(photo.kinds.map(\.rawValue) == kinds)
  }

  @Test(
    "reports a position, or the day of it", arguments: [1, 2, 3, 4, 29])
  func position(tag: Int) {
    var sample = SampleEXIF()
    sample.addLong(0x8825, 26)
    sample.rest =
      sample.number(1, 2) + sample.number(tag, 2) + sample.number(5, 2) + sample.number(3, 4)
      + sample.number(0, 4) + sample.number(0, 4)
    #expect(sample.kinds == [tag == 29 ? .date : .location])
  }
}

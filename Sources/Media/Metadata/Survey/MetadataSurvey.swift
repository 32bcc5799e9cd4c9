package import Model
internal import PNG

/// A survey of everything in a picture's file that is not the picture.
///
/// It says which kinds of private metadata there are, and who made the picture. Each part of
/// a file is needed to show the picture, known to be harmless, or counted here. Unrecognized
/// data count as `other`, so nothing is silently ignored:
///
/// ```swift
/// let survey = MetadataSurvey(of: bytes, .jpeg)
/// if survey.kinds.contains(.location) { … }
/// ```
///
/// Files are untrusted: no parser recurses, every offset is checked, and the number of bytes
/// that all parsers together look at is limited.
package struct MetadataSurvey: Sendable {
  package private(set) var kinds: Set<PrivateMetadata> = []
  /// The number of bytes of unknown kind.
  package private(set) var otherBytes = 0
  /// The number of bytes after the end of the picture.
  package internal(set) var trailingBytes = 0
  /// The creators and rights of the picture.
  package internal(set) var authorship = Authorship()
  /// What its XMP and the texts of generators state about its origin.
  package private(set) var stated = ProvenanceFacts()
  /// The time at which the picture was taken, or `nil` if the file has none.
  var captured: CaptureTime?
  /// The bytes of unknown kind in parts that are too short to say anything.
  private var littleBytes = 0
  /// The number of bytes that may still be looked at.
  ///
  /// Without a limit, a hostile directory could point to one text a thousand times.
  private var remainingWork = 16 << 20
  /// The packets of XMP that were found, or `nil` if they are not kept.
  private var packets: [ByteView]?

  /// The length up to which data of unknown kind say nothing.
  private static let harmlessBytes = 16

  /// The number of bytes of one text that are searched for a prompt.
  static let textLimit = 1 << 16
  /// The number of bytes that an inflated text may have.
  static let inflatedLimit = 4 << 20

  init() {}

  /// Surveys a whole file.
  ///
  /// The survey is empty for formats that contain nothing but pixels.
  package init(of bytes: [UInt8], _ format: MediaFormat) { read(bytes, format) }

  /// Returns the packets of XMP in a file, of which those in several segments are joined.
  static func packets(in bytes: [UInt8], _ format: MediaFormat) -> [[UInt8]] {
    var survey = MetadataSurvey()
    survey.packets = []
    survey.read(bytes, format)
    return (survey.packets ?? []).map(\.copied)
  }

  /// Keeps a packet of XMP if packets are kept.
  mutating func keep(packet: ByteView) { packets?.append(packet) }

  private mutating func read(_ bytes: [UInt8], _ format: MediaFormat) {
    let file = ByteView(bytes)
    switch format {
    case .jpeg: readJPEG(bytes)
    case .png: readPNG(bytes)
    case .webp: readWebP(file)
    case .gif: readGIF(file)
    case .bmp: readBMP(file)
    case .tiff: readTIFF(file)
    case .raw: readRAW(file)
    case .heic, .avif: readHEIF(file)
    case .jxl: readJXL(file)
    case .psd: readPSD(file)
    default: break
    }
  }

  /// Removes the kinds that every raw file has: previews and its maker's own data.
  mutating func removeKindsOfEveryRAWFile() {
    kinds.subtract([.thumbnail, .other])
    otherBytes = 0
  }

  mutating func add(_ kind: PrivateMetadata) { kinds.insert(kind) }

  /// Counts data of unknown kind.
  ///
  /// A few bytes say nothing, but many short parts may.
  mutating func addOther(_ byteCount: Int) {
    guard byteCount > 0 else { return }
    if byteCount <= Self.harmlessBytes, littleBytes + byteCount <= 4 * Self.harmlessBytes {
      littleBytes += byteCount
      return
    }
    kinds.insert(.other)
    otherBytes += byteCount
  }

  /// Counts the value of an unknown field, which may be a name even if it is short.
  mutating func addUnknownField(_ byteCount: Int) {
    kinds.insert(.other)
    otherBytes += byteCount
  }

  /// Counts data of unknown kind, unless all bytes are zero.
  mutating func addOther(unlessZero data: ByteView) {
    guard spend(data.count) else { return }
    if !data.isZero { addOther(data.count) }
  }

  /// Counts a text as a prompt if it reads like one, and otherwise as `kind`.
  mutating func addText(_ text: ByteView, as kind: PrivateMetadata) {
    addText(text.prefix(Self.textLimit).copied, as: kind)
  }

  /// Counts the bytes of a text as a prompt if they read like one, and otherwise as `kind`.
  mutating func addText(_ bytes: [UInt8], as kind: PrivateMetadata) {
    guard spend(bytes.count) else { return }
    let text = MetadataText(bytes)
    guard !text.isBlank else { return }
    kinds.insert(text.isPrompt ? .prompt : kind)
    noteGenerator(text)
    if text.isPrompt, kind == .authorship { kinds.insert(.authorship) }
  }

  /// Counts a text that is harmless if it is short, such as the name of a program or a lens.
  mutating func addHarmless(_ bytes: [UInt8], limit: Int = 128) {
    guard spend(bytes.count) else { return }
    let text = MetadataText(bytes)
    noteGenerator(text)
    if text.isPrompt {
      kinds.insert(.prompt)
    } else if bytes.count > limit, !text.isBlank {
      addOther(bytes.count)
    }
  }

  /// Counts a prompt that is somewhere in other data.
  mutating func addPrompt(in data: ByteView) {
    let bytes = data.prefix(Self.textLimit).copied
    if spend(bytes.count), MetadataText(bytes).isPrompt { kinds.insert(.prompt) }
  }

  /// Notes the program that a text which generators write is of. The first one counts.
  mutating func noteGenerator(_ text: MetadataText) {
    if stated.generator == nil { stated.generator = text.generator }
  }

  /// Notes what a field of XMP states about the picture's origin. The first one of its kind counts.
  mutating func noteOrigin(_ field: XMPField, _ value: String) {
    switch field.origin {
    case .source: stated.source = stated.source ?? DigitalSource(value)
    case .generator:
      stated.generator = stated.generator ?? String(value.prefix(Self.originLimit)).nonEmpty
    case .remote:
      stated.remote = stated.remote ?? String(value.prefix(Self.originLimit)).nonEmpty
    case nil: break
    }
  }

  /// The largest length of a text about the origin, in characters.
  private static let originLimit = 300

  /// Adds the name of a creator, or a note on rights or credit.
  mutating func addAuthor(_ field: Authorship.Field, _ text: ByteView) {
    addText(text, as: .authorship)
    guard hasWorkLeft else { return }
    authorship.add(field, text.prefix(4096).copied)
  }

  /// Adds a part of an unknown kind: a prompt if it contains one, and other data unless it is zero.
  mutating func addUnknown(_ data: ByteView) {
    addPrompt(in: data)
    addOther(unlessZero: data)
  }

  /// Inflates a text, or returns `nil` if that fails or the limit of work is exceeded.
  mutating func inflate(_ data: ByteView) -> [UInt8]? {
    guard spend(data.count) else { return nil }
    let text = Inflater.inflate(data.copied, upTo: Self.inflatedLimit)
    // An abandoned text has cost as much as the longest one.
    _ = spend(text?.count ?? Self.inflatedLimit)
    return text
  }

  /// Whether more bytes may be looked at.
  var hasWorkLeft: Bool { remainingWork > 0 }

  /// Returns whether `byteCount` more bytes may be looked at.
  ///
  /// What exceeds the limit counts as other data.
  mutating func spend(_ byteCount: Int) -> Bool {
    guard hasWorkLeft else {
      kinds.insert(.other)
      return false
    }
    remainingWork -= byteCount + 64
    return true
  }
}

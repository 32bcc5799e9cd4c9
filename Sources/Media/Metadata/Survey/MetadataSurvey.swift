package import Model
internal import PNG

/// Everything in a picture's file that is not the picture: which kinds of private metadata there are, and who
/// made the picture.
///
/// Each part of a file is either needed to show the picture, known to be harmless, or counted here. What is
/// not recognized counts as `other`, so nothing is passed over in silence:
///
///     let survey = MetadataSurvey(of: bytes, .jpeg)
///     if survey.kinds.contains(.location) { … }
///
/// Files come from strangers: no parser here recurses, every offset is checked, and all of them together look
/// at a limited number of bytes.
package struct MetadataSurvey: Sendable {
  package private(set) var kinds: Set<PrivateMetadata> = []
  /// How many bytes are of no known kind.
  package private(set) var otherBytes = 0
  /// Bytes behind the end of the picture.
  package internal(set) var trailingBytes = 0
  /// Who made the picture, and whose it is.
  package internal(set) var authorship = Authorship()
  /// When the picture was taken.
  var captured: CaptureTime?
  /// How many more bytes of text are looked at. A hostile directory may point to one text a thousand times.
  /// Bytes of no known kind that are too few to say anything.
  private var littleBytes = 0
  private var remainingWork = 16 << 20

  private static let harmlessBytes = 16

  /// How much of one text is searched for a prompt.
  static let textLimit = 1 << 16
  /// How many bytes a compressed text may have.
  static let inflatedLimit = 4 << 20

  init() {}

  /// Looks through a whole file. Formats that carry nothing beside their pixels give an empty survey.
  package init(of bytes: [UInt8], _ format: MediaFormat) {
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

  mutating func removeWhatEveryRAWHas() {
    kinds.subtract([.thumbnail, .other])
    otherBytes = 0
  }

  mutating func add(_ kind: PrivateMetadata) { kinds.insert(kind) }

  /// Counts data that nothing here knows. A few bytes say nothing; many few bytes may.
  mutating func addOther(_ byteCount: Int) {
    guard byteCount > 0 else { return }
    if byteCount <= Self.harmlessBytes, littleBytes + byteCount <= 4 * Self.harmlessBytes {
      littleBytes += byteCount
      return
    }
    kinds.insert(.other)
    otherBytes += byteCount
  }

  /// Counts the value of a field that nothing here knows: even a short one may be a name.
  mutating func addUnknownField(_ byteCount: Int) {
    kinds.insert(.other)
    otherBytes += byteCount
  }

  /// Counts data that nothing here knows, unless all of it is zero.
  mutating func addOther(unlessZero data: ByteView) {
    guard spend(data.count) else { return }
    if !data.isZero { addOther(data.count) }
  }

  /// Counts a text: as a prompt where it reads like one, else as what it is meant for.
  mutating func addText(_ text: ByteView, as kind: PrivateMetadata) {
    addText(text.prefix(Self.textLimit).copied, as: kind)
  }

  mutating func addText(_ bytes: [UInt8], as kind: PrivateMetadata) {
    guard spend(bytes.count) else { return }
    let text = MetadataText(bytes)
    guard !text.isBlank else { return }
    kinds.insert(text.isPrompt ? .prompt : kind)
    if text.isPrompt, kind == .authorship { kinds.insert(.authorship) }
  }

  /// Counts a text that is no secret where it is short: the name of a program, the name of a lens.
  mutating func addHarmless(_ bytes: [UInt8], limit: Int = 128) {
    guard spend(bytes.count) else { return }
    let text = MetadataText(bytes)
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

  /// Unpacks a text; `nil` if that can't be done, or if too much was unpacked before.
  mutating func inflate(_ data: ByteView) -> [UInt8]? {
    guard spend(data.count) else { return nil }
    let text = Inflater.inflate(data.copied, upTo: Self.inflatedLimit)
    // What is given up has cost as much as it may.
    _ = spend(text?.count ?? Self.inflatedLimit)
    return text
  }

  /// Whether so much more may be looked at. What is beyond that counts as other data.
  mutating func spend(_ byteCount: Int) -> Bool {
    guard remainingWork > 0 else {
      kinds.insert(.other)
      return false
    }
    remainingWork -= byteCount + 64
    return true
  }
}

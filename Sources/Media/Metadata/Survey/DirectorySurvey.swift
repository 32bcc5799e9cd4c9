internal import Model

/// Surveys the directories of an EXIF block or of a TIFF, entry by entry.
///
/// Each tag is either known to be technical, or counted as what it says about people and
/// places. In an EXIF block, bytes to which no directory points are counted too.
struct DirectorySurvey {
  /// The subject of a directory's entries.
  enum Directory: Sendable {
    case main, exif, gps, interoperability
    /// The second directory of an EXIF block, which contains a thumbnail.
    case thumbnail
    /// A smaller version of a page.
    case sub
  }

  /// One entry with its value, wherever that is stored.
  struct Entry {
    let tag: Int
    let type: Int
    /// The bytes of the value, or `nil` if it lies outside the block.
    let value: ByteView?
    /// The value field of the entry as a number of four or eight bytes.
    let number: Int
    /// The range in which the value is stored, or `nil` if it is in the entry itself.
    let storedRange: Range<Int>?
  }

  /// The block or file that is surveyed.
  private let structure: TIFFStructure
  /// Whether it is a whole TIFF rather than a block in another file.
  private let isFile: Bool
  /// The survey to which the findings are added.
  private var survey: MetadataSurvey
  /// The directories that are still to be read, with their offsets.
  private var waiting: [(Directory, Int)]
  /// The offsets of directories that were read, which stops loops.
  private var seen: Set<Int> = []
  /// The ranges to which some directory points.
  private var covered: [Range<Int>] = []
  /// The number of entries that may still be read.
  private var remainingEntries = 100_000

  /// The largest number of directories; no picture has more.
  private static let directoryLimit = 512
  /// The number of stray bytes that count as padding.
  private static let strayLimit = 16

  /// Surveys a block and adds the findings to `survey`.
  ///
  /// `isFile` says whether it is a whole TIFF rather than a block in another file.
  static func run(_ block: ByteView, isFile: Bool, into survey: inout MetadataSurvey) {
    guard let structure = TIFFStructure(block) else {
      survey.addOther(unlessZero: block)
      return
    }
    var reader = DirectorySurvey(structure, isFile: isFile, survey)
    reader.run()
    survey = reader.survey
  }

  /// Prepares to read the first directory.
  private init(_ structure: TIFFStructure, isFile: Bool, _ survey: MetadataSurvey) {
    self.structure = structure
    self.isFile = isFile
    self.survey = survey
    waiting = [(.main, structure.firstDirectoryOffset)]
    covered = [0..<min(structure.isBig ? 16 : 8, structure.file.count)]
  }

  /// Reads all directories within the limits.
  private mutating func run() {
    while let (directory, offset) = waiting.popLast() {
      guard seen.count < Self.directoryLimit, remainingEntries > 0 else {
        survey.add(.other)
        break
      }
      guard seen.insert(offset).inserted else { continue }
      read(directory, at: offset)
    }
    if !isFile { countStrayBytes() }
  }

  /// Reads one directory, and notes the one that follows it.
  private mutating func read(_ directory: Directory, at offset: Int) {
    let (file, order) = (structure.file, structure.order)
    let (head, width) = structure.isBig ? (8, 20) : (2, 12)
    guard offset > 0,
      let count = structure.isBig ? file.u64(offset, order) : file.u16(offset, order),
      offset <= file.count - head
    else { return }
    // A truncated directory is read as far as it goes.
    let available = min(count, (file.count - offset - head) / width, remainingEntries)
    remainingEntries -= available + 1
    let end = offset + head + available * width
    for index in 0..<available {
      if let entry = entry(at: offset + head + index * width) { read(entry, in: directory) }
    }
    covered.append(offset..<min(end + (structure.isBig ? 8 : 4), file.count))
    let next = structure.offset(at: end) ?? 0
    guard next > 0, next < file.count, available == count else { return }
    switch directory {
    // These are the pages of a TIFF, or the thumbnail of an EXIF block.
    case .main: waiting.append((isFile ? .main : .thumbnail, next))
    case .sub: waiting.append((.sub, next))
    case .thumbnail, .exif, .gps, .interoperability: waiting.append((.thumbnail, next))
    }
  }

  /// Returns the entry at an offset, or `nil` if the file ends in it.
  private func entry(at offset: Int) -> Entry? {
    let (file, order, isBig) = (structure.file, structure.order, structure.isBig)
    guard let tag = file.u16(offset, order), let type = file.u16(offset + 2, order),
      let count = structure.offset(at: offset + 4)
    else { return nil }
    let field = offset + (isBig ? 12 : 8)
    let number = structure.offset(at: field) ?? 0
    let (size, overflow) = count.multipliedReportingOverflow(by: TIFFDirectory.sizes[type] ?? 1)
    guard !overflow, size > (isBig ? 8 : 4) else {
      let inline = overflow ? 0 : size
      return Entry(
        tag: tag, type: type, value: file.part(field, inline), number: number, storedRange: nil)
    }
    // A value that extends beyond the end is read as far as it goes.
    let rest = max(0, file.count - number)
    let value = number < file.count ? file.part(number, min(size, rest)) : nil
    return Entry(
      tag: tag, type: type, value: value, number: number,
      storedRange: value.map { number..<number + $0.count })
  }

  // MARK: Entries

  /// Surveys one entry, and notes the directories to which it points.
  private mutating func read(_ entry: Entry, in directory: Directory) {
    if let range = entry.storedRange { covered.append(range) }
    switch (directory, entry.tag) {
    case (.main, 0x8769), (.sub, 0x8769): waiting.append((.exif, entry.number))
    case (.main, 0x8825), (.sub, 0x8825): waiting.append((.gps, entry.number))
    case (.exif, 0xA005): waiting.append((.interoperability, entry.number))
    case (_, 0x014A):
      for index in 0..<min(64, (entry.value?.count ?? 0) / 4) {
        waiting.append((.sub, entry.value?.u32(index * 4, structure.order) ?? 0))
      }
    case (.thumbnail, _), (.sub, _): readPreview(entry)
    case (.gps, _): readPosition(entry)
    case (.interoperability, _):
      if let value = entry.value, value.count > 64 { survey.addOther(unlessZero: value) }
    default: readMain(entry, in: directory)
    }
  }

  /// Surveys an entry of a thumbnail or a smaller page, which have directories of their own.
  private mutating func readPreview(_ entry: Entry) {
    switch entry.tag {
    case 0x0201:
      survey.add(.thumbnail)
      thumbnailStart = entry.number
      coverThumbnail()
    case 0x0202:
      thumbnailLength = entry.number
      coverThumbnail()
    case 0x0111, 0x0144: survey.add(.thumbnail)
    default: readMain(entry, in: .main)
    }
  }

  /// The offset of the thumbnail, or `nil` if it was not found yet.
  private var thumbnailStart: Int?
  /// The bytes of the thumbnail, or `nil` if they were not found yet.
  private var thumbnailLength: Int?

  /// Marks the thumbnail as covered when its offset and length are known.
  private mutating func coverThumbnail() {
    guard let start = thumbnailStart, let length = thumbnailLength, start < structure.file.count
    else { return }
    covered.append(start..<start + min(length, structure.file.count - start))
  }

  /// Surveys an entry about the position.
  private mutating func readPosition(_ entry: Entry) {
    // The version of the directory and the map datum say nothing about the position.
    if entry.tag == 0 || entry.tag == 0x12, entry.value?.count ?? 0 <= 16 { return }
    guard let value = entry.value, !value.isZero || entry.tag == 2 || entry.tag == 4 else { return }
    // These two are the time and day of the satellites.
    survey.add(entry.tag == 0x07 || entry.tag == 0x1D ? .date : .location)
  }

  /// Surveys an entry of a main directory or of the camera's settings.
  private mutating func readMain(_ entry: Entry, in directory: Directory) {
    guard let value = entry.value else { return }
    if entry.tag == 0x9003, directory == .exif, survey.captured == nil {
      survey.captured = CaptureTime(value.prefix(20).copied)
    }
    switch DirectoryTag.meaning(of: entry.tag) {
    case .text(let kind): survey.addText(value, as: kind)
    case .author(let field):
      survey.addText(value, as: .authorship)
      guard survey.hasWorkLeft else { return }
      survey.authorship.add(field, DirectoryTag.text(value, of: entry.tag))
    case .name(let limit): survey.addHarmless(value.prefix(1 << 16).copied, limit: limit)
    case .kind(let kind): if !value.isZero { survey.add(kind) }
    case .makerNote:
      guard !value.isZero else { return }
      survey.add(.makerNote)
      MakerNote.run(
        value, in: structure.file, at: entry.storedRange?.lowerBound ?? 0, into: &survey)
    case .xmp: XMPSurvey.run(value, into: &survey)
    case .captions: IPTCSurvey.run(value, into: &survey)
    case .resources: ResourceSurvey.run(value, into: &survey)
    case .technical(let limit):
      // A TIFF locates its pixels by arrays of any length.
      if value.count > limit, !isFile || limit > 64 { survey.addOther(unlessZero: value) }
    case .reducedPage:
      if isFile, entry.number & 1 == 1 { survey.add(.thumbnail) }
    case .unknown:
      if value.count > 8, !value.isZero { survey.addUnknownField(value.count) }
    }
  }

  // MARK: What nothing points to

  /// Counts the bytes to which no directory points.
  private mutating func countStrayBytes() {
    var stray = 0
    var end = 0
    for range in covered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > end, let gap = structure.file.part(end, range.lowerBound - end) {
        stray += gap.isZero ? 0 : gap.count
      }
      end = max(end, range.upperBound)
    }
    let rest = structure.file.from(end)
    if !rest.isZero { stray += rest.count }
    if stray > Self.strayLimit { survey.addOther(stray) }
  }
}

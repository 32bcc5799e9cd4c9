internal import Files
import Library
import Media
import Model

/// Makes a library of very many elements without their files: it writes the log as Castbook does,
/// and the index is made from that.
struct LargeLibrary {
  let folder: FilePath
  let count: Int
  /// The number of real files, which all elements share; `nil` for invented names of four files
  /// each.
  var fileCount: Int?

  /// The number of records in a segment.
  private static let batch = 10_000
  static let filesOfEach = 4

  func make() throws {
    var start = Clock.seconds
    func lap(_ what: String) {
      let now = Clock.seconds
      print("\(what): \(Clock.text(now - start)) s")
      start = now
    }
    try LibraryStore.create(at: folder)
    for number in 0..<(fileCount ?? 0) {
      let (bytes, name) = Self.file(number)
      try Self.keep(bytes, as: name, in: folder)
    }
    let store = try LibraryStore(at: folder)
    var text = RandomWords(seed: 11)
    var previous: ULID?
    for first in stride(from: 0, to: count, by: Self.batch) {
      let revisions = try (first..<min(first + Self.batch, count)).map {
        try revision($0, &text, &previous)
      }
      try store.writeLog(
        fileCount == nil ? revisions : revisions + revisions.enumerated().flatMap(takes),
        day: first)
    }
    lap("log of \(count) records written")
    _ = try store.rebuildIndex()
    lap("index made from the log (rows, search)")
    if fileCount != nil { return }
    try noteInventedFacts(in: store)
    lap("facts of \(count * Self.filesOfEach) files noted")
  }

  /// Stores invented facts and hashes of the files that don't exist.
  private func noteInventedFacts(in store: LibraryStore) throws {
    let fileCount = count * Self.filesOfEach
    for first in stride(from: 0, to: fileCount, by: Self.batch) {
      let facts = (first..<min(first + Self.batch, fileCount)).map { number in
        let digest = Self.blob(number)
        var facts = FileFacts(path: folder)
        facts.digest = digest
        facts.byteCount = 100_000 + number % 9_000_000
        facts.format = .jpeg
        facts.isProven = true
        facts.image = ImageFacts(
          codedSize: PixelSize(width: 1024, height: 1536), depth: 8, channels: 3)
        facts.perceptual = PerceptualHash(
          bits: digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
          mirrored: digest.bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
        return facts
      }
      try store.recordFacts(facts, missing: [])
    }
  }

  /// The revision of element number `number`.
  private func revision(
    _ number: Int, _ text: inout RandomWords, _ previous: inout ULID?
  ) throws -> Record {
    let at = Instant(milliseconds: 1_700_000_000_000 + number * 30_000)
    guard let element = ULID(at: at, random: text.bytes(10)),
      let handle = try? Handle("\(text.word.prefix(8))_\(String(number, radix: 36))")
    else { throw LibraryError.unwritableRecord("no name for \(number)") }
    let kinds = ElementKind.allCases
    var revision = ElementRevision(
      element: element, at: at, kind: kinds[number % kinds.count], handle: handle,
      name: "\(text.word) \(text.word)")
    revision.description = (0..<8).map { _ in text.word }.joined(separator: " ")
    revision.tags = text.tags
    revision.references = (0..<Self.filesOfEach).map { index in
      // One file in ten also belongs to another element.
      if let fileCount {
        return Reference(
          blob: Self.file(text.number(below: fileCount)).name,
          role: Self.role(of: revision.kind, index),
          file: "\(text.word)-\(index).jpg")
      }
      let own = number * Self.filesOfEach + index
      let blob = text.chance(10) && own > 0 ? text.number(below: own) : own
      return Reference(
        blob: Self.blob(blob), role: Self.role(of: revision.kind, index),
        file: "\(text.word)-\(index).jpg")
    }
    // The rights of one element in twenty end within ten years; one in twenty is a look of another.
    if text.chance(20) {
      revision.rights = Rights(
        basis: .licensed, holder: text.word,
        expires: Day("2026-12-01")?.adding(days: text.number(below: 3650)))
    } else if text.chance(20), let other = previous {
      revision.lookOf = other
    }
    previous = element
    return .revision(revision)
  }

  private static func role(of kind: ElementKind, _ index: Int) -> Role {
    kind == .voice ? .voice : Role.allCases[index]
  }

  /// A small file, and its digest.
  private static func file(_ number: Int) -> (bytes: [UInt8], name: Digest) {
    let bytes = Array("the file of number \(number)".utf8)
    let name = SHA256.digest(of: bytes)
    return (bytes, name)
  }

  /// Writes a file of a library.
  static func keep(_ bytes: [UInt8], as name: Digest, in folder: FilePath) throws {
    let shelf = folder.appending("blobs/\(name.hex.prefix(2))".utf8)
    if FileSystem.status(shelf) == nil { try FileSystem.createFolder(shelf) }
    try FileSystem.create(shelf.appending(name.hex.utf8), bytes, mode: 0o444, isDurable: false)
  }

  /// For one element in a hundred: an export, and a take of it with a note.
  private func takes(_ index: Int, _ record: Record) -> [Record] {
    guard index.isMultiple(of: 100), case .revision(let revision) = record, let line = record.line
    else { return [] }
    let name = SHA256.digest(of: line)
    let bundle = SHA256.digest(of: Array(revision.element.text.utf8))
    let blob = revision.references[0].blob
    let part = ExportRecord.Element(
      element: revision.element, revision: name, handle: revision.handle,
      blobs: [ExportRecord.Sent(from: blob, sent: blob)])
    return [
      .export(
        ExportRecord(
          bundle: bundle, target: "fal.seedance-2.0.r2v", profile: bundle,
          shot: ExportRecord.Shot(path: "shot-\(index).md", sha256: bundle), elements: [part],
          at: revision.at)),
      .take(
        Take(
          export: bundle, result: .kept, note: "\(revision.name) turns too early",
          at: revision.at)),
    ]
  }

  static func blob(_ number: Int) -> Digest {
    var state = UInt64(truncatingIfNeeded: number + 1) &* 0x9E37_79B9_7F4A_7C15
    var bytes: [UInt8] = []
    for _ in 0..<4 {
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 27
      for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: state >> (8 * index))) }
    }
    guard let digest = Digest(bytes: bytes) else { preconditionFailure("32 bytes are a digest") }
    return digest
  }
}

/// Words that sound like names, some much more frequent than others; equal on every run.
struct RandomWords {
  private var state: UInt64
  private static let words: [String] = {
    let syllables = [
      "ka", "mi", "ro", "ta", "lu", "ne", "sa", "vi", "do", "re", "zen", "mar", "bel", "cor", "an",
      "el", "is", "or", "un", "tha", "gri", "sto", "pha", "qui", "lo", "be", "fa", "jo", "ki", "wa",
    ]
    var random = RandomWords(seed: 7)
    return (0..<20_000).map { _ in
      (0..<2 + random.number(below: 3)).map { _ in syllables[random.number(below: 30)] }.joined()
    }
  }()
  private static let allTags = [
    "hero", "villain", "extra", "client a", "client b", "approved", "draft", "night", "day",
    "indoor", "outdoor", "portrait", "full body", "turnaround", "prop", "car", "food", "lead",
    "season 1", "season 2",
  ]

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
  mutating func chance(_ one: Int) -> Bool { number(below: one) == 0 }
  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// A rank with the distribution of a language: the first words are much more frequent.
  mutating func rank(below limit: Int) -> Int {
    // A product of two uniform draws leans towards the beginning much as words do.
    let scale = 1 << 20
    let product = number(below: scale) * number(below: scale) / scale
    let again = product * number(below: scale) / scale
    return again * limit / scale
  }

  var word: String { mutating get { Self.words[rank(below: Self.words.count)] } }

  var tags: [String] {
    mutating get {
      let count = 1 + number(below: 3)
      var tags: [String] = []
      for _ in 0..<count {
        let tag = Self.allTags[rank(below: Self.allTags.count)]
        if !tags.contains(tag) { tags.append(tag) }
      }
      return tags
    }
  }
}

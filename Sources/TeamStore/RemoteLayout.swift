internal import Archive
internal import Files
internal import Library
internal import Model

/// The keys of a team's store, and what is in its objects (`docs/remote-format.md`).
enum RemoteLayout {
  /// The object that makes a place a team's library.
  static let manifestKey = "castbook.json"
  /// The format that this version writes, and the newest one that it reads.
  static let format = 1

  // MARK: Files

  /// The beginning of all keys of files.
  static let blobs = "blobs/"

  /// The beginning of all keys of a file: each key is for one upload of it.
  ///
  /// The file's name is its digest. In a sealed store it is a code of the digest, which only the team can make.
  static func blobPrefix(_ name: Digest) -> String { "\(blobs)\(name.hex.prefix(2))/\(name.hex)/" }

  /// The key of an upload of a file.
  ///
  /// - Parameters:
  ///   - number: `0`, or a ULID if older keys are marked.
  ///   - ending: What an address ends in, such as `jpg`.
  static func blobKey(_ name: Digest, number: String, ending: String) -> String {
    "\(blobPrefix(name))\(number).\(ending)"
  }

  /// The name of the file that a key is for; `nil` if it is the key of anything else.
  static func name(of key: String) -> Digest? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "blobs", let digest = Digest(hex: String(parts[2])),
      digest.hex == parts[2], digest.hex.hasPrefix(parts[1]), parts[1].utf8.count == 2,
      !parts[3].isEmpty
    else { return nil }
    return digest
  }

  // MARK: Records

  /// The beginning of all keys of segments.
  static let log = "log/"

  /// The key of a segment: the day by the store's clock, and the SHA-256 of its records, or a code of it.
  static func segmentKey(_ segment: Digest, on day: Day) -> String { "\(log)\(day)/\(segment.hex)" }

  /// The day and the digest of a segment's key; `nil` if it is the key of anything else.
  static func segment(of key: String) -> (day: Day, digest: Digest)? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "log", let day = Day(String(parts[1])),
      let digest = Digest(hex: String(parts[2])), digest.hex == parts[2]
    else { return nil }
    return (day, digest)
  }

  /// The maximum length of a segment's records in bytes: those of a full batch, or one long record.
  static let maximumSegmentBytes = (4 << 20) + 1
  /// The maximum length of a segment's object: records that don't get shorter are stored with a little more.
  static let maximumObjectBytes = maximumSegmentBytes + 8192

  /// Some records, which are lines without ends, compressed, and their digest.
  static func segment(_ lines: [[UInt8]]) throws -> (object: [UInt8], digest: Digest) {
    let bytes = RecordLog.bytes(of: lines)
    guard let object = Zlib.compressed(bytes, level: 6) else { throw TeamStoreError.noMemory }
    return (object, SHA256.digest(of: bytes))
  }

  /// The records of a segment, with the files that each names.
  ///
  /// - Parameters:
  ///   - object: The compressed records.
  ///   - isNamed: Whether the segment's name fits records with a digest.
  /// - Throws: `SegmentProblem` if it has other bytes than its name says, or if a line is not a record.
  static func records(
    in object: [UInt8], where isNamed: (Digest) -> Bool
  ) throws(SegmentProblem) -> [ArrivedRecord] {
    guard let bytes = Zlib.decompressed(object, limit: maximumSegmentBytes) else {
      throw SegmentProblem(words: "it can't be decompressed")
    }
    guard isNamed(SHA256.digest(of: bytes)) else {
      throw SegmentProblem(words: "its contents don't match its name")
    }
    guard bytes.last == UInt8(ascii: "\n") else {
      throw SegmentProblem(words: "its last line has no end")
    }
    var records: [ArrivedRecord] = []
    for line in bytes.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      guard let record = ArrivedRecord(line: Array(line)) else {
        throw SegmentProblem(words: "line \(records.count + 1) is not a record")
      }
      records.append(record)
    }
    return records
  }

  // MARK: Machines

  /// The beginning of all keys of machines' introductions.
  static let machines = "machines/"

  /// The key of a machine's introduction.
  static func machineKey(_ machine: ULID) -> String { "\(machines)\(machine)" }

  /// The key of the object that says that a machine has left the team.
  static func goneKey(_ machine: ULID) -> String { machineKey(machine) + goneEnding }

  private static let goneEnding = ".gone"

  /// The machine of a key, and whether the key says that it is gone; `nil` if it is the key of anything else.
  static func machine(of key: String) -> (id: ULID, isGone: Bool)? {
    guard key.hasPrefix(machines) else { return nil }
    let name = key.dropFirst(machines.count)
    let isGone = name.hasSuffix(goneEnding)
    return ULID(String(isGone ? name.dropLast(goneEnding.count) : name)).map { ($0, isGone) }
  }

  /// The beginning of all keys of reports of erasures.
  static let reports = "seen/"

  /// The place of a report by the keeper, who has removed from the store what erasures cover.
  static let storeReporter = "store"

  /// The key of a report: erasures that a place has carried out.
  static func reportKey(_ place: String, _ number: ULID) -> String {
    "\(reports)\(place)/\(number)"
  }

  /// The place that a report is of; `nil` if it is the key of anything else.
  static func reporter(of key: String) -> String? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[0] == "seen", ULID(parts[2]) != nil,
      parts[1] == storeReporter || ULID(parts[1]) != nil
    else { return nil }
    return parts[1]
  }

  /// The maximum length of an introduction and of a report in bytes.
  static let maximumReportBytes = 4 << 20

  // MARK: Marks

  /// The beginning of all keys of marks.
  static let marks = "gc/"

  /// The key of a new mark. One for files of erased elements says so, since they are deleted sooner.
  static func markKey(_ identity: ULID, isErasure: Bool) -> String {
    "\(marks)\(identity)\(isErasure ? erasureEnding : "")"
  }

  private static let erasureEnding = ".erased"

  /// Whether a mark is for files of erased elements.
  static func isErasureMark(_ key: String) -> Bool { key.hasSuffix(erasureEnding) }

  /// The maximum length of a mark in bytes, and the number of keys that one lists.
  static let maximumMarkBytes = 16 << 20
  static let maximumMarkedKeys = 50_000

  /// The object of a mark.
  static func mark(_ keys: [String]) -> [UInt8] { Array(keys.map { $0 + "\n" }.joined().utf8) }

  /// The keys that a mark condemns; `nil` if it is not a mark.
  static func keys(inMark bytes: [UInt8]) -> [String]? {
    guard let text = String(validating: bytes, as: UTF8.self), text.isEmpty || text.hasSuffix("\n")
    else { return nil }
    let keys = text.split(separator: "\n").map(String.init)
    return keys.allSatisfy { name(of: $0) != nil } ? keys : nil
  }
}

/// A record that was read from the store.
struct ArrivedRecord {
  let line: [UInt8]
  let digest: Digest
  /// The files that it names.
  let blobs: [Digest]
  /// The element of which it is a revision; `nil` for another kind of record.
  let element: ULID?
  /// Whether it is the first revision of an element.
  let isFirstRevision: Bool
  /// Who made the revision; empty for another kind of record.
  let by: String
  /// The erasure that it is; `nil` for another kind of record.
  let erasure: Erasure?
  /// The signature that it is; `nil` for another kind of record.
  let signature: RecordSignature?

  /// Reads a line. A record that only a newer version understands is kept as it is; `nil` for anything else.
  init?(line: [UInt8]) {
    self.line = line
    digest = SHA256.digest(of: line)
    if let record = try? Record(line: line) {
      blobs = record.blobs
      if case .erasure(let found) = record { erasure = found } else { erasure = nil }
      if case .signature(let found) = record { signature = found } else { signature = nil }
      if case .revision(let revision) = record {
        (element, by) = (revision.element, revision.by)
        isFirstRevision = revision.parent == nil
      } else {
        (element, by, isFirstRevision) = (nil, "", false)
      }
      return
    }
    let bounds = JSONParser.Bounds(byteCount: Record.byteLimit, depth: 32)
    guard let json = try? JSONParser.parse(canonical: line, bounds: bounds),
      json["castbook"]?.string != nil
    else { return nil }
    blobs = json.digests
    (element, by, erasure, signature, isFirstRevision) = (nil, "", nil, nil, false)
  }
}

/// Why the object of a segment is not one.
struct SegmentProblem: Error {
  let words: String
}

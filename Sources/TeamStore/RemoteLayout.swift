internal import Archive
internal import Files
internal import Library
internal import Model

/// The layout of a team's store: the keys and contents of its objects (`docs/remote-format.md`).
enum RemoteLayout {
  /// The key of the object that makes a prefix a team's library.
  static let manifestKey = "castbook.json"
  /// The format that this version writes, and the newest one that it reads.
  static let format = 1

  // MARK: Files

  /// The prefix of all files.
  static let blobsPrefix = "blobs/"

  /// The prefix of all uploads of a file.
  ///
  /// The file's name is its digest. In a sealed store it is the digest's HMAC, which only the team
  /// can compute.
  static func blobPrefix(_ name: Digest) -> String {
    "\(blobsPrefix)\(name.hex.prefix(2))/\(name.hex)/"
  }

  /// The key of an upload of a file.
  ///
  /// - Parameters:
  ///   - number: `0`, or a ULID if the file was uploaded before.
  ///   - fileExtension: The extension of the key, such as `jpg`.
  static func blobKey(_ name: Digest, number: String, fileExtension: String) -> String {
    "\(blobPrefix(name))\(number).\(fileExtension)"
  }

  /// The name of the file in the key of an upload; `nil` for any other key.
  static func name(of key: String) -> Digest? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "blobs", let digest = Digest(hex: String(parts[2])),
      digest.hex == parts[2], digest.hex.hasPrefix(parts[1]), parts[1].utf8.count == 2,
      !parts[3].isEmpty
    else { return nil }
    return digest
  }

  // MARK: Records

  /// The prefix of all segments.
  static let logPrefix = "log/"

  /// The key of a segment: the day by the store's clock, and the SHA-256 of its records, or the
  /// HMAC of that digest.
  static func segmentKey(_ segment: Digest, on day: Day) -> String {
    "\(logPrefix)\(day)/\(segment.hex)"
  }

  /// The day and the digest in the key of a segment; `nil` for any other key.
  static func segment(of key: String) -> (day: Day, digest: Digest)? {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "log", let day = Day(String(parts[1])),
      let digest = Digest(hex: String(parts[2])), digest.hex == parts[2]
    else { return nil }
    return (day, digest)
  }

  /// The maximum length of a segment's records in bytes: those of a full batch, or one long record.
  static let maximumSegmentBytes = (4 << 20) + 1
  /// The maximum length of a segment's object: incompressible records grow slightly.
  static let maximumObjectBytes = maximumSegmentBytes + 8192

  /// Compresses records, given as lines without line feeds. Returns the object and the digest of
  /// the uncompressed bytes.
  static func segment(_ lines: [[UInt8]]) throws -> (object: [UInt8], digest: Digest) {
    let bytes = RecordLog.bytes(of: lines)
    guard let object = Zlib.compressed(bytes, level: 6) else { throw TeamStoreError.noMemory }
    return (object, SHA256.digest(of: bytes))
  }

  /// The records of a segment, with the files that each names.
  ///
  /// - Parameters:
  ///   - object: The compressed records.
  ///   - matchesName: Whether the segment's name matches the digest of its records.
  /// - Throws: `SegmentProblem` if the contents don't match the name, or if a line is not a record.
  static func records(
    in object: [UInt8], where matchesName: (Digest) -> Bool
  ) throws(SegmentProblem) -> [ArrivedRecord] {
    guard let bytes = Zlib.decompressed(object, limit: maximumSegmentBytes) else {
      throw SegmentProblem(reason: "it can't be decompressed")
    }
    guard matchesName(SHA256.digest(of: bytes)) else {
      throw SegmentProblem(reason: "its contents don't match its name")
    }
    guard bytes.last == UInt8(ascii: "\n") else {
      throw SegmentProblem(reason: "its last line has no end")
    }
    var records: [ArrivedRecord] = []
    for line in bytes.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      guard let record = ArrivedRecord(line: Array(line)) else {
        throw SegmentProblem(reason: "line \(records.count + 1) is not a record")
      }
      records.append(record)
    }
    return records
  }

  // MARK: Machines

  /// The prefix of all introductions of machines.
  static let machinesPrefix = "machines/"

  /// The key of a machine's introduction.
  static func machineKey(_ machine: ULID) -> String { "\(machinesPrefix)\(machine)" }

  /// The key of the object that marks a machine as gone.
  static func goneKey(_ machine: ULID) -> String { machineKey(machine) + goneSuffix }

  private static let goneSuffix = ".gone"

  /// The machine in a key, and whether the key marks it as gone; `nil` for any other key.
  static func machine(of key: String) -> (id: ULID, isGone: Bool)? {
    guard key.hasPrefix(machinesPrefix) else { return nil }
    let name = key.dropFirst(machinesPrefix.count)
    let isGone = name.hasSuffix(goneSuffix)
    return ULID(String(isGone ? name.dropLast(goneSuffix.count) : name)).map { ($0, isGone) }
  }

  /// The prefix of all reports of erasures.
  static let reportsPrefix = "seen/"

  /// The reporter in the keeper's reports, which state that erased data was removed from the store.
  static let storeReporter = "store"

  /// The key of a report of carried-out erasures, by a machine or by the keeper for the store.
  static func reportKey(_ reporter: String, _ number: ULID) -> String {
    "\(reportsPrefix)\(reporter)/\(number)"
  }

  /// The reporter in the key of a report; `nil` for any other key.
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

  /// The prefix of all marks.
  static let marksPrefix = "gc/"

  /// The key of a new mark. Marks for files of erased elements have their own suffix, since these
  /// files are deleted sooner.
  static func markKey(_ identity: ULID, isErasure: Bool) -> String {
    "\(marksPrefix)\(identity)\(isErasure ? erasureSuffix : "")"
  }

  private static let erasureSuffix = ".erased"

  /// Whether a mark is for files of erased elements.
  static func isErasureMark(_ key: String) -> Bool { key.hasSuffix(erasureSuffix) }

  /// The maximum length of a mark in bytes, and the maximum number of keys in it.
  static let maximumMarkBytes = 16 << 20
  static let maximumMarkedKeys = 50_000

  /// The contents of a mark: one key per line.
  static func mark(_ keys: [String]) -> [UInt8] { Array(keys.map { $0 + "\n" }.joined().utf8) }

  /// The keys that a mark condemns; `nil` if the bytes are not a mark.
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
  /// The element of a revision; `nil` for other kinds of records.
  let element: ULID?
  /// Whether it is the first revision of an element.
  let isFirstRevision: Bool
  /// The author of a revision; empty for other kinds of records.
  let author: String
  /// The erasure, if the record is one.
  let erasure: Erasure?
  /// The signature, if the record is one.
  let signature: RecordSignature?

  /// Reads a line; `nil` if it is not a record. A record that only a newer version understands is
  /// kept as it is.
  init?(line: [UInt8]) {
    self.line = line
    digest = SHA256.digest(of: line)
    if let record = try? Record(line: line) {
      blobs = record.blobs
      if case .erasure(let found) = record { erasure = found } else { erasure = nil }
      if case .signature(let found) = record { signature = found } else { signature = nil }
      if case .revision(let revision) = record {
        (element, author) = (revision.element, revision.by)
        isFirstRevision = revision.parent == nil
      } else {
        (element, author, isFirstRevision) = (nil, "", false)
      }
      return
    }
    let bounds = JSONParser.Bounds(byteCount: Record.byteLimit, depth: 32)
    guard let json = try? JSONParser.parse(canonical: line, bounds: bounds),
      json["castbook"]?.string != nil
    else { return nil }
    blobs = json.digests
    (element, author, erasure, signature, isFirstRevision) = (nil, "", nil, nil, false)
  }
}

/// Why an object is not a valid segment.
struct SegmentProblem: Error {
  let reason: String
}

internal import Model

/// The hash of a file's boxes, without those that it excludes (`c2pa.hash.bmff`).
struct MovieBinding {
  private let exclusions: [Exclusion]
  private let function: HashFunction
  /// The hash; `nil` if only fragments have one.
  private let hash: ArraySlice<UInt8>?
  private let hasFragments: Bool
  /// Whether the position of each box counts, so that they can't change places.
  private let includesPositions: Bool

  /// A box, or a part of it, that is not hashed.
  private struct Exclusion {
    /// The types of the boxes on the way to it, the outermost first.
    let path: [String]
    let byteCount: Int?
    let version: Int?
    let flags: [UInt8]?
    let isExact: Bool
    let data: [(offset: Int, value: ArraySlice<UInt8>)]
    /// The parts that are excluded, within the box; all of it if there are none.
    let parts: [(offset: Int, count: Int)]
  }

  private static let maximumExclusions = 1000

  /// Reads the assertion.
  ///
  /// - Throws: `CredentialProblem` if it is malformed, or its hash function isn't known.
  init(_ value: CBORValue, label: String, _ standard: String?) throws(CredentialProblem) {
    let name = value["alg"]?.text ?? standard ?? "sha256"
    guard let function = HashFunction(rawValue: name) else {
      throw CredentialProblem(.unknownAlgorithm, String(ofFile: name.utf8, limit: 40))
    }
    let list = value["exclusions"]?.array ?? []
    let read = list.prefix(Self.maximumExclusions).compactMap(Self.exclusion)
    guard list.count <= Self.maximumExclusions, read.count == list.count else {
      throw CredentialProblem(.damaged, "c2pa.hash.bmff")
    }
    exclusions = read
    self.function = function
    hash = value["hash"]?.bytes
    hasFragments = value["merkle"].map { !$0.isNull } ?? false
    includesPositions = label != "c2pa.hash.bmff"
  }

  private static func exclusion(_ value: CBORValue) -> Exclusion? {
    guard let xpath = value["xpath"]?.text, xpath.hasPrefix("/") else { return nil }
    // A number in brackets selects one of several boxes, which writers don't use; the longest
    // paths of the format have eight steps.
    let steps = xpath.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard steps.count <= 12, !xpath.contains("[") else { return nil }
    func pairs(_ name: String) -> [CBORValue] { value[name]?.array ?? [] }
    let data = pairs("data").compactMap { one in
      one["offset"]?.integer.flatMap { offset in one["value"]?.bytes.map { (offset, $0) } }
    }
    let parts = pairs("subset").compactMap { one in
      one["offset"]?.integer.flatMap { offset in one["length"]?.integer.map { (offset, $0) } }
    }
    guard data.count == pairs("data").count, parts.count == pairs("subset").count else {
      return nil
    }
    return Exclusion(
      path: steps.map(String.init), byteCount: value["length"]?.integer,
      version: value["version"]?.integer, flags: value["flags"]?.bytes.map(Array.init),
      isExact: value["exact"].map(\.isTrue) ?? true, data: data, parts: parts)
  }

  /// Returns what is wrong with a file; `nil` if its boxes are those that were signed.
  func problem(in source: ByteSource) -> CredentialProblem? {
    guard let hash else { return CredentialProblem(hasFragments ? .inPieces : .damaged) }
    guard let boxes = MovieBox.all(in: 0..<source.byteCount, of: source) else {
      return CredentialProblem(.boxesOfMovieChanged)
    }
    var excluded: [Range<Int>] = []
    for exclusion in exclusions {
      guard let matches = Self.matches(exclusion, boxes, source) else {
        return CredentialProblem(.damaged, "the file's structure")
      }
      excluded += matches
    }
    excluded.sort { $0.lowerBound < $1.lowerBound }
    let running = RunningHash(function)
    var next = 0
    for box in boxes {
      guard add(box.place, without: excluded, &next, source, into: running) else {
        return CredentialProblem(.boxesOfMovieChanged)
      }
    }
    guard running.value == Array(hash) else { return CredentialProblem(.boxesOfMovieChanged) }
    return hasFragments ? CredentialProblem(.inPieces) : nil
  }

  /// Adds a box to the hash: its position unless all of it is excluded, then what is not.
  ///
  /// - Parameter next: The index of the first excluded range that may reach into the box.
  private func add(
    _ place: Range<Int>, without excluded: [Range<Int>], _ next: inout Int, _ source: ByteSource,
    into running: RunningHash
  ) -> Bool {
    while next < excluded.count, excluded[next].upperBound <= place.lowerBound { next += 1 }
    let isLeftOut =
      next < excluded.count && excluded[next].lowerBound <= place.lowerBound
      && excluded[next].upperBound >= place.upperBound
    if isLeftOut { return true }
    if includesPositions {
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: place.lowerBound >> (56 - 8 * $0)) }
      running.update(bytes[...])
    }
    var position = place.lowerBound
    var index = next
    while index < excluded.count, excluded[index].lowerBound < place.upperBound {
      let gap = position..<max(position, excluded[index].lowerBound)
      guard source.hash(gap, into: running) else { return false }
      position = max(position, min(excluded[index].upperBound, place.upperBound))
      index += 1
    }
    return source.hash(position..<place.upperBound, into: running)
  }

  // MARK: Exclusions

  /// Returns the ranges of a file that an exclusion leaves out; `nil` if a box on the way is
  /// malformed.
  private static func matches(
    _ exclusion: Exclusion, _ top: [MovieBox], _ source: ByteSource
  ) -> [Range<Int>]? {
    var level = top
    for (index, step) in exclusion.path.enumerated() {
      level = level.filter { $0.type == step }
      guard index + 1 < exclusion.path.count else { break }
      var inside: [MovieBox] = []
      for box in level {
        guard let boxes = MovieBox.all(in: children(of: box, source), of: source) else {
          return nil
        }
        inside += boxes
      }
      level = inside
    }
    return level.filter { fits($0, exclusion, source) }.flatMap { box in
      ranges(of: exclusion, in: box)
    }
  }

  /// Where the boxes in a box begin: `meta` has a version and flags before them, except in files of
  /// QuickTime.
  private static func children(of box: MovieBox, _ source: ByteSource) -> Range<Int> {
    guard box.type == "meta", box.content.count >= 8,
      source.part(box.content.lowerBound + 4, 4)?.elementsEqual("hdlr".utf8) == false
    else { return box.content }
    return box.content.lowerBound + 4..<box.content.upperBound
  }

  /// Whether a box has the length, version, flags and data that an exclusion asks for.
  private static func fits(_ box: MovieBox, _ exclusion: Exclusion, _ source: ByteSource) -> Bool {
    if let count = exclusion.byteCount, count != box.place.count { return false }
    if exclusion.version != nil || exclusion.flags != nil {
      guard
        let head = source.part(box.content.lowerBound, min(4, box.content.count)).map(Array.init),
        head.count == 4
      else { return false }
      if let version = exclusion.version, Int(head[0]) != version { return false }
      if let flags = exclusion.flags {
        let own = Array(head.dropFirst())
        let hasAll = flags.count == 3 && zip(own, flags).allSatisfy { $0 & $1 == $1 }
        guard exclusion.isExact ? own == flags : hasAll else { return false }
      }
    }
    return exclusion.data.allSatisfy { offset, value in
      guard (0...box.place.count).contains(offset), value.count <= box.place.count - offset else {
        return false
      }
      return source.part(box.place.lowerBound + offset, value.count)?.elementsEqual(value) == true
    }
  }

  private static func ranges(of exclusion: Exclusion, in box: MovieBox) -> [Range<Int>] {
    if exclusion.parts.isEmpty { return [box.place] }
    return exclusion.parts.compactMap { offset, count in
      guard (0...box.place.count).contains(offset), count >= 0 else { return nil }
      let start = box.place.lowerBound + offset
      // A length of zero extends to the end of the box.
      let length = count == 0 ? box.place.count - offset : min(count, box.place.count - offset)
      return start..<start + length
    }
  }
}

internal import Model

/// The hash of a file's bytes, without the ranges that it excludes (`c2pa.hash.data`).
struct ByteBinding {
  private let exclusions: [Range<Int>]
  private let function: HashFunction
  private let hash: ArraySlice<UInt8>

  private static let maximumExclusions = 10_000

  /// Reads the assertion.
  ///
  /// - Throws: `CredentialProblem` if it is malformed, or its hash function isn't known.
  init(_ value: CBORValue, _ standard: String?) throws(CredentialProblem) {
    let name = value["alg"]?.text ?? standard ?? "sha256"
    guard let function = HashFunction(rawValue: name) else {
      throw CredentialProblem(.unknownAlgorithm, String(ofFile: name.utf8, limit: 40))
    }
    guard let hash = value["hash"]?.bytes else { throw Self.damaged }
    let list = value["exclusions"]?.array ?? []
    guard list.count <= Self.maximumExclusions else { throw Self.damaged }
    var exclusions: [Range<Int>] = []
    for one in list {
      guard let start = one["start"]?.integer, let count = one["length"]?.integer, start >= 0,
        count >= 0, case let (end, isOver) = start.addingReportingOverflow(count), !isOver,
        start >= exclusions.last?.upperBound ?? 0
      else { throw Self.damaged }
      exclusions.append(start..<end)
    }
    (self.exclusions, self.function, self.hash) = (exclusions, function, hash)
  }

  private static var damaged: CredentialProblem { CredentialProblem(.damaged, "c2pa.hash.data") }

  /// Returns what is wrong with a file; `nil` if its bytes are those that were signed. A
  /// reservation follows if more is excluded than the credentials.
  ///
  /// - Parameter resized: Whether the store has grown since: then the exclusion of its old size
  ///   counts for its new one.
  func problem(
    in source: ByteSource, _ places: [Range<Int>], resized: Bool
  ) -> CredentialProblem? {
    var exclusions = exclusions
    if resized, let first = places.first, let last = places.last,
      let index = exclusions.firstIndex(where: { $0.lowerBound == first.lowerBound })
    {
      exclusions[index] = first.lowerBound..<last.upperBound
    }
    guard exclusions.last?.upperBound ?? 0 <= source.byteCount else {
      return CredentialProblem(.dataChanged)
    }
    let running = RunningHash(function)
    var position = 0
    for exclusion in exclusions + [source.byteCount..<source.byteCount] {
      guard position <= exclusion.lowerBound,
        source.hash(position..<exclusion.lowerBound, into: running)
      else { return CredentialProblem(.dataChanged) }
      position = exclusion.upperBound
    }
    guard running.value == Array(hash) else { return CredentialProblem(.dataChanged) }
    let uncovered = exclusions.reduce(0) { $0 + Self.count($1, outside: places) }
    return uncovered == 0 ? nil : CredentialProblem(.uncovered, Quantity.grouped(uncovered))
  }

  /// The number of bytes in a range that aren't in any of others, which are in order.
  private static func count(_ range: Range<Int>, outside places: [Range<Int>]) -> Int {
    range.count - places.reduce(0) { $0 + $1.clamped(to: range).count }
  }
}

internal import Files
internal import Model

/// Some lines of a segment, parsed and ready to be indexed. Parsing does not use the index, so it
/// can be done on any thread.
struct SegmentPiece: Sendable {
  let segment: RecordLog.Segment
  /// The parsed lines; `nil` if the segment's contents don't match its name.
  let lines: [Line]?

  /// A line of a segment, with its offset and its length in bytes.
  struct Line: Sendable {
    let offset: Int
    let length: Int
    let content: Content
  }

  /// What a line contains.
  enum Content: Sendable {
    /// A record with its digest and, for a revision, its texts.
    case record(Record, Digest, EntryTexts?)
    /// A line that is not a record, and why.
    case unreadable(String)
  }

  /// The maximum number of lines in a piece.
  private static let lineCount = 500

  /// Calls `each` with the pieces of a segment, at least one, until it returns `false`.
  ///
  /// Unreadable lines beyond `Fault.limit` are skipped.
  ///
  /// - Parameters:
  ///   - bytes: The contents of the segment; `nil` if they don't match its name.
  ///   - segment: The segment.
  ///   - each: Processes a piece and returns whether to continue.
  /// - Returns: Whether all pieces were processed.
  static func forEach(
    in bytes: [UInt8]?, of segment: RecordLog.Segment, _ each: (SegmentPiece) throws -> Bool
  ) rethrows -> Bool {
    guard let bytes else { return try each(SegmentPiece(segment: segment, lines: nil)) }
    var lines: [Line] = []
    var faultCount = 0
    var isFirst = true
    for line in RecordLog.lines(in: bytes) {
      let content = content(of: line.bytes)
      if case .unreadable = content {
        faultCount += 1
        if faultCount > Fault.limit { continue }
      }
      lines.append(Line(offset: line.offset, length: line.bytes.count, content: content))
      guard lines.count == lineCount else { continue }
      isFirst = false
      guard try each(SegmentPiece(segment: segment, lines: lines)) else { return false }
      lines = []
    }
    guard isFirst || !lines.isEmpty else { return true }
    return try each(SegmentPiece(segment: segment, lines: lines))
  }

  /// Parses a line.
  private static func content(of line: [UInt8]) -> Content {
    do {
      let record = try Record(line: line)
      let digest = SHA256.digest(of: line)
      guard case .revision(let revision) = record else { return .record(record, digest, nil) }
      return .record(record, digest, EntryTexts(revision))
    } catch {
      return .unreadable(error.problem)
    }
  }
}

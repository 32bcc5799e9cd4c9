internal import Files
internal import Model

/// Some lines of a segment, made ready for the index. Nothing of the index is asked for that, so that it
/// may be done on any thread.
struct SegmentPiece: Sendable {
  let segment: RecordLog.Segment
  /// Nothing when the segment's bytes are not those that its name stands for.
  let lines: [Line]?

  struct Line: Sendable {
    let offset: Int
    let length: Int
    let content: Content
  }

  enum Content: Sendable {
    /// With what is searched of a revision.
    case record(Record, Digest, EntryTexts?)
    case unreadable(String)
  }

  private static let lineCount = 500

  /// All of a segment, piece by piece, until `each` says to stop; at least one piece. Returns whether it
  /// was not stopped.
  static func forEach(
    of bytes: [UInt8]?, of segment: RecordLog.Segment, _ each: (SegmentPiece) throws -> Bool
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

  private static func content(of line: [UInt8]) -> Content {
    do {
      let record = try Record(line: line)
      guard let digest = SHA256.digest(of: line) else { return .unreadable("it has no digest") }
      guard case .revision(let revision) = record else { return .record(record, digest, nil) }
      return .record(record, digest, EntryTexts(revision))
    } catch {
      return .unreadable(error.problem)
    }
  }
}

internal import Archive
internal import Files

/// A zip with a character: its members by their names, read within limits.
struct CharacterArchive {
  private let reader: ZipReader<ReadableFile>

  /// The maximum size of one picture or sound.
  private static let memberLimit = 64 << 20

  init(_ file: ReadableFile) throws(CharacterFileProblem) {
    var limits = ZipReader<ReadableFile>.Limits()
    limits.entries = 4096
    limits.listBytes = 4 << 20
    limits.extraFields = .harmless
    do {
      reader = try ZipReader(file, limits: limits)
    } catch {
      throw Self.problem(error)
    }
  }

  private static func problem(_ error: any Error) -> CharacterFileProblem {
    .damaged((error as? ZipError)?.reason ?? (error as? FileError)?.message ?? "can't be read")
  }

  /// Returns a member's bytes, or `nil` if there is none of this name.
  func bytes(_ name: String, limit: Int) throws(CharacterFileProblem) -> [UInt8]? {
    guard let entry = EntryName(name).flatMap(reader.entry) else { return nil }
    do {
      return try reader.bytes(of: entry, limit: limit)
    } catch {
      throw Self.problem(error)
    }
  }

  /// Returns a picture or a sound.
  ///
  /// - Parameter remaining: The number of bytes that may still be read into memory.
  func content(
    of name: String, _ remaining: inout Int
  ) throws(CharacterFileProblem) -> CharacterCard.Content {
    guard let entry = EntryName(name).flatMap(reader.entry) else { return .missing }
    guard entry.byteCount <= min(Self.memberLimit, remaining) else { return .tooLarge }
    remaining -= entry.byteCount
    return try bytes(name, limit: Self.memberLimit).map { .bytes($0) } ?? .missing
  }
}

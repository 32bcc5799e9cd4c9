internal import Files
internal import Media

/// A file that came back from a provider, read once: a clip, a picture or a sound. It never
/// changes; it is a class, so that values which contain it stay small.
public final class ReturnedFile: Sendable {
  public let path: FilePath
  public let digest: Digest
  let bytes: [UInt8]
  let facts: FileFacts

  /// The maximum number of bytes of a file.
  private static let byteLimit = 1 << 32

  /// Reads a file.
  ///
  /// - Throws: `ElementLibraryError` if the file can't be read or is neither a clip, a picture nor
  ///   a sound.
  public init(_ path: FilePath, in library: ElementLibrary) async throws {
    switch TextFile.read(path, limit: Self.byteLimit) {
    case .success(let read): bytes = read
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest(
        "\(path): \(failure.message)",
        fix: path.nearest.map { "did you mean \($0.quoted)?" }
          ?? "name the clip that came back")
    }
    facts = try await library.inspector().inspect(.bytes(bytes, name: path), depth: .facts).facts
    guard let medium = facts.format?.medium, medium != .other else {
      throw ElementLibraryError.invalidRequest(
        "\(path) is not a clip, picture or sound",
        fix: "name what came back from the provider")
    }
    self.path = path
    digest = SHA256.digest(of: bytes)
  }
}

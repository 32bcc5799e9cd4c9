import Files
import Model
import TestSupport

@testable import Provenance

/// The files that the reference implementation has signed, and changed copies of them, made once
/// for all tests.
enum SignedFiles {
  private static let made = Result {
    let folder = try TemporaryFolder()
    try CredentialsJudge.make(in: folder.path)
    return folder
  }

  /// The folder with the files.
  static var folder: FilePath { get throws { try made.get().path } }

  /// The names of all files but the certificates.
  static var names: [String] {
    get throws {
      try Folder.names(in: folder).get().map { String(decoding: $0, as: UTF8.self) }
        .filter { !$0.hasSuffix(".pem") }.sorted()
    }
  }

  static func path(_ name: String) throws -> FilePath { try folder.appending(Array(name.utf8)) }

  static func bytes(_ name: String) throws -> [UInt8] {
    try ReadableFile(reading: path(name)).readAll()
  }

  /// Reads a file as `castbook provenance` does.
  static func read(_ name: String) throws -> ProvenanceReader.Reading? {
    ProvenanceReader.read(ByteSource(try ReadableFile(reading: path(name))), format(of: name))
  }

  /// The parts of a file that contain its credentials.
  static func places(in bytes: [UInt8], _ format: MediaFormat) throws -> [Range<Int>] {
    guard case .found(let store) = EmbeddedStore.search(ByteSource(bytes), format) else {
      throw CredentialsJudge.Refusal(description: "it has no credentials")
    }
    return store.places
  }

  static func format(of name: String) -> MediaFormat {
    let suffix = name.split(separator: ".").last.map(String.init) ?? ""
    return MediaFormat(suffix: suffix) ?? .unknown
  }
}

import Archive
import Files
import Media
import Model
import Targets

@testable import Bundles

/// A bundle or a pack in memory, for tests to damage.
struct MemoryFiles: PackedFiles, Sendable {
  var name = "lobby"
  var contents: [String: [UInt8]]

  init(_ files: [BundleFile], name: String = "lobby") {
    self.name = name
    contents = files.reduce(into: [:]) { contents, file in
      switch file.content {
      case .bytes(let bytes): contents[file.name.text] = bytes
      case .copy(let path): contents[file.name.text] = Array("picture \(path)".utf8)
      }
    }
  }

  var files: [(name: EntryName, byteCount: Int)] {
    contents.compactMap { name, bytes in EntryName(name).map { ($0, bytes.count) } }
      .sorted { $0.name < $1.name }
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    guard let bytes = contents[name.text] else { throw BundleError.missing(name.text) }
    return bytes
  }

  func digest(of name: EntryName) throws -> Digest {
    let digest = SHA256.digest(of: try bytes(of: name, limit: .max))
    return digest
  }

  /// Verifies the bundle by Castbook's own facts.
  func verified() throws -> BundleVerification {
    try BundleVerification(self, in: TargetCatalogue(), hash: SHA256.digest)
  }

  func text(_ name: String) -> String { String(decoding: contents[name] ?? [], as: UTF8.self) }

  /// The bundle with a changed file and matching digests: only a check of what belongs together can
  /// notice it.
  func changing(_ name: String, _ change: (String) -> String) throws -> MemoryFiles {
    var files = self
    files.contents[name] = Array(change(text(name)).utf8)
    var manifest = try BundleManifest(files.contents[Bundle.manifestName] ?? [])
    for index in manifest.files.indices where manifest.files[index].name == name {
      let bytes = files.contents[name] ?? []
      manifest.files[index].byteCount = bytes.count
      manifest.files[index].digest = SHA256.digest(of: bytes)
    }
    return files.listed(manifest.bytes ?? [])
  }

  /// The bundle with another manifest, and matching digests.
  func listed(_ manifest: [UInt8]) -> MemoryFiles {
    var files = self
    files.contents[Bundle.manifestName] = manifest
    let listed = files.contents.filter { $0.key != Bundle.sumsName }
      .map { name, bytes in (name: name, digest: SHA256.digest(of: bytes)) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    files.contents[Bundle.sumsName] = Bundle.sums(listed)
    return files
  }
}

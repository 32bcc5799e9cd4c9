import Files
import Media
import Model
import Targets

@testable import Archive
@testable import Bundles

/// Bundles and packs from strangers, from their zip to the last of their records.
enum Packed {
  static func manifest(_ bytes: [UInt8]) throws {
    if let manifest = try? BundleManifest(bytes) {
      guard let again = manifest.bytes else { throw MissingManifest() }
      try must(try BundleManifest(again) == manifest, "another bundle when written again")
    }
    if let manifest = try? PackManifest(bytes) {
      guard let again = manifest.bytes else { throw MissingManifest() }
      try must(try PackManifest(again) == manifest, "another pack when written again")
    }
  }

  private static let catalogue = Result { try TargetCatalogue() }

  static func container(_ bytes: [UInt8]) throws {
    guard let files = try? ZippedFiles(bytes) else { return }
    let bundle = try? BundleVerification(files, in: catalogue.get(), hash: SHA256.digest)
    if let bundle, bundle.findings.isEmpty {
      try must(bundle.manifest != nil && bundle.digest != nil, "a bundle of nothing")
    }
    let forms = TextForms(normalized: { $0 }, folded: { $0.lowercased() })
    guard let pack = try? PackVerification(files, hash: SHA256.digest, forms: forms),
      pack.findings.isEmpty
    else { return }
    let names = Set(pack.records.map(\.digest))
    let elements = Set(pack.manifest?.elements.map(\.element) ?? [])
    for (_, record) in pack.records {
      switch record {
      case .revision(let revision):
        try must(elements.contains(revision.element), "a revision of somebody else")
      case .withdrawal(let end): try must(names.contains(end.record), "the end of something else")
      case .erasure(let erasure): try must(erasure.before != nil, "an erasure")
      case .use, .export, .take, .comment, .draft, .job, .signature, .unknown:
        try must(false, "a record that packs don't have")
      case .derivation, .registration, .dismissal: break
      }
    }
  }
}

/// A zip in memory, with only small files.
private struct ZippedFiles: PackedFiles {
  let name = "fuzzed"
  let files: [(name: EntryName, byteCount: Int)]
  private let reader: ZipReader<[UInt8]>

  init(_ bytes: [UInt8]) throws {
    var limits = ZipReader<[UInt8]>.Limits()
    limits.bytes = 1 << 20
    reader = try ZipReader(bytes, limits: limits)
    files = reader.entries.compactMap { entry in
      EntryName(String(entry.name.text.drop { $0 != "/" }.dropFirst())).map {
        ($0, entry.byteCount)
      }
    }
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    guard let entry = reader.entries.first(where: { $0.name.text.hasSuffix("/\(name)") }) else {
      throw BundleError.missing(name.text)
    }
    return try reader.bytes(of: entry, limit: limit)
  }

  func digest(of name: EntryName) throws -> Digest {
    let digest = SHA256.digest(of: try bytes(of: name, limit: 1 << 20))
    return digest
  }
}

private struct MissingManifest: Error {}

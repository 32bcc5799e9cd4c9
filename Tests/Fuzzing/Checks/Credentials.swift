import Files
import Model

@testable import Provenance

/// Checks of the parsers of Content Credentials.
enum Credentials {
  /// Files of every format that can have a manifest store.
  static func file(_ bytes: [UInt8]) throws {
    for format in [MediaFormat.jpeg, .png, .webp, .mp4, .jxl, .tiff, .gif] {
      guard let reading = ProvenanceReader.read(ByteSource(bytes), format) else { continue }
      try check(reading.credentials)
    }
    _ = ProvenanceReader.packet(of: ByteSource(bytes), .mp4)
  }

  /// The boxes of a manifest store, as a JPEG XL has them.
  static func store(_ bytes: [UInt8]) throws {
    let count = bytes.count + 8
    let head = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    guard
      let reading = ProvenanceReader.read(ByteSource(head + Array("jumb".utf8) + bytes), .jxl)
    else { return }
    try check(reading.credentials)
  }

  private static func check(_ found: ContentCredentials) throws {
    try must(found.problems.count <= 20, "there are \(found.problems.count) problems")
    let worst = found.problems.map(\.code.state).max() ?? .intact
    try must(found.state == worst, "\(found.state) with problems that are \(worst)")
    try must(
      ContentCredentials(json: found.stored) == found, "it is read back as something else")
    try must(found.actions.count + found.agents.count <= 40, "it states too much")
  }

  static func cbor(_ bytes: [UInt8]) throws {
    guard let value = CBORReader.value(of: bytes[...]) else { return }
    // What has been read can be looked at.
    _ = (value.integer, value.text, value.bytes, value["url"], value[33])
    _ = (HashedReference(value), try? ByteBinding(value, nil), try? PartBinding(value, nil))
    _ = try? MovieBinding(value, label: "c2pa.hash.bmff.v3", nil)
  }

  static func certificate(_ bytes: [UInt8]) throws {
    guard let certificate = Certificate(bytes) else { return }
    _ = certificate.isSigned(by: certificate)
    _ = (CertificateName(certificate.subject).text, CertificateName(certificate.issuer).text)
  }

  static func signature(_ bytes: [UInt8]) throws {
    guard let signature = try? ClaimSignature(bytes[...]) else { return }
    _ = signature.matches(bytes[...])
    _ = signature.chain.problem
  }

  static func list(_ bytes: [UInt8]) throws { _ = try? TrustList(pem: bytes) }
}

import Model
import Testing

@testable import Provenance

@Suite("A certificate", .timeLimit(.minutes(5)))
struct Certificates {
  private func root() throws -> Certificate {
    let list = try TrustList(pem: SignedFiles.bytes("root.pem"))
    return try #require(list.certificates.first)
  }

  @Test("has its names, its days and its key")
  func fields() throws {
    let root = try root()
    #expect(CertificateName(root.subject).text == "Test Root" && root.issuer == root.subject)
    #expect(root.extensions.isAuthority && root.extensions.signsCertificates == true)
    #expect(root.isSigned(by: root) == true)
    guard case .elliptic(.p256, _, _) = root.key else { return #expect(Bool(false)) }
  }

  @Test("with any byte flipped is malformed, or not signed by itself, or another one")
  func flips() throws {
    let root = try root()
    for place in root.bytes.indices {
      var bytes = root.bytes
      bytes[place] ^= 0x10
      guard let changed = Certificate(bytes) else { continue }
      #expect(changed.isSigned(by: root) != true, "byte \(place)")
    }
  }

  @Test("that is cut off is malformed")
  func truncated() throws {
    let bytes = try root().bytes
    for count in bytes.indices { #expect(Certificate(Array(bytes.prefix(count))) == nil) }
  }

  @Test("may be among other text in a list, which has at least one")
  func lists() throws {
    let pem = try SignedFiles.bytes("root.pem")
    let two = pem + Array("\r\n# another\r\n".utf8) + (try SignedFiles.bytes("other.pem"))
    #expect(try TrustList(pem: two).count == 2)
    #expect(throws: TrustList.Failure.empty) { try TrustList(pem: Array("none".utf8)) }
    let broken = Array("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n".utf8)
    #expect(throws: TrustList.Failure.malformed(number: 1)) { try TrustList(pem: broken) }
    #expect(throws: TrustList.Failure.malformed(number: 2)) { try TrustList(pem: pem + broken) }
  }

  @Test("has times with two digits of the year, and with four")
  func times() {
    func time(_ tag: UInt8, _ text: String) -> String? {
      var reader = DERReader(([tag, UInt8(text.utf8.count)] + Array(text.utf8))[...])
      return reader.next().flatMap(CertificateTime.instant).map { "\($0)" }
    }
    #expect(time(0x17, "260802101500Z") == "2026-08-02T10:15:00Z")
    #expect(time(0x17, "990802101500Z") == "1999-08-02T10:15:00Z")
    #expect(time(0x18, "20260802101500.123Z") == "2026-08-02T10:15:00Z")
    #expect(time(0x18, "20260832101500Z") == nil && time(0x17, "2608021015Z") == nil)
  }
}

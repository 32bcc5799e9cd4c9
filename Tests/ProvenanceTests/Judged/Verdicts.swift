import Files
import Model
import TestSupport
import Testing

@testable import Provenance

/// What Castbook finds, compared with the reference implementation.
@Suite("Credentials of files by c2pa-python", .timeLimit(.minutes(10)))
struct Verdicts {
  @Test("are intact, changed, altered or missing as c2pa-python says")
  func states() throws {
    let names = try SignedFiles.names
    let verdicts = try CredentialsJudge.verdicts(on: names.map(SignedFiles.path))
    #expect(verdicts.map(\.name) == names && names.count >= 90)
    let counts = Dictionary(grouping: verdicts, by: \.state).mapValues(\.count)
    #expect(
      ["intact", "changed", "invalid", "none"].allSatisfy { counts[$0] ?? 0 >= 9 }, "\(counts)")
    for verdict in verdicts {
      let found = try SignedFiles.read(verdict.name)?.credentials
      #expect(
        found?.state.rawValue ?? "none" == verdict.state,
        "\(verdict.name): \(verdict.failures), \(found?.problems ?? [])")
      guard verdict.state != "none" else { continue }
      #expect(found?.title == verdict.title ?? "", "\(verdict.name)")
      #expect(found?.ingredients == verdict.ingredients, "\(verdict.name)")
      if verdict.state == "intact" { #expect(found?.signer?.organization == verdict.signer) }
    }
  }

  @Test(
    "name the status codes of C2PA",
    arguments: [
      ("changed-content.jpg", "assertion.dataHash.mismatch"),
      ("changed-content.heic", "assertion.bmffHash.mismatch"),
      ("changed-longer.jpg", "assertion.dataHash.mismatch"),
      ("altered-assertion.png", "assertion.hashedURI.mismatch"),
      ("altered-signature.mp4", "claimSignature.mismatch"),
      ("altered-certificate.png", "claimSignature.mismatch"),
      ("altered-ingredient.jpg", "ingredient.manifest.mismatch"),
    ])
  func codes(name: String, code: String) throws {
    let found = try SignedFiles.read(name)?.credentials
    #expect(
      found?.problems.contains { $0.code.rawValue == code } == true, "\(found?.problems ?? [])")
  }

  @Test("say who made a file, with what, and from which source")
  func statements() throws {
    let photo = try #require(try SignedFiles.read("intact-captured.jpg")).credentials
    #expect(photo.authors == ["Mira Okafor"] && photo.title == "photo")
    #expect(photo.generator == "Castbook tests 1.0" && photo.agents == ["Painter 2"])
    #expect(photo.sources.map(\.term) == ["digitalCapture"] && photo.actions == ["c2pa.created"])
    let signer = try #require(photo.signer)
    #expect(signer.organization == "Studio Mira" && signer.name == "Mira's camera")
    #expect(signer.issuer == "Test Root" && signer.algorithm == "ES256" && signer.stamped == nil)
    let from = try #require(signer.validFrom)
    #expect(signer.validUntil == from.adding(days: 401))
  }

  @Test("have the sources of their parents, and not those of parts")
  func parents() throws {
    let again = try #require(try SignedFiles.read("intact-again.png")).credentials
    #expect(again.sources.map(\.term) == ["trainedAlgorithmicMedia"])
    #expect(again.ingredients == ["edited.jpg"] && again.actions == ["c2pa.opened"])
    let placed = try #require(try SignedFiles.read("intact-placed.png")).credentials
    #expect(placed.sources.map(\.term) == ["compositeWithTrainedAlgorithmicMedia"])
    #expect(placed.hasGeneratedIngredient)
  }

  @Test("are of a trusted signer if a list has who issued the certificate")
  func trust() throws {
    let reading = try #require(try SignedFiles.read("intact-jpg.jpg"))
    let root = try TrustList(pem: SignedFiles.bytes("root.pem"))
    let other = try TrustList(pem: SignedFiles.bytes("other.pem"))
    #expect(root.count == 1 && reading.isTrusted(by: root) && !reading.isTrusted(by: other))
    let foreign = try #require(try SignedFiles.read("intact-root-rsa.png"))
    #expect(!foreign.isTrusted(by: root))
  }

  @Test("count as unchecked when the certificate has expired, or isn't valid yet")
  func expiry() throws {
    let found = try #require(try SignedFiles.read("intact-jpg.jpg")).credentials
    let end = try #require(found.signer?.validUntil)
    let start = try #require(found.signer?.validFrom)
    #expect(found.counting(on: end).state == .intact && found.counting(on: start).state == .intact)
    #expect(found.counting(on: end.adding(days: 1)).state == .unchecked)
    #expect(found.counting(on: start.adding(days: -1)).state == .unchecked)
    var stamped = found
    stamped.signer?.stamped = Instant("2026-11-30T10:00:00Z")
    #expect(stamped.counting(on: end.adding(days: 1)).state == .intact)
  }

  @Test("don't hold for a picture in which any byte was changed")
  func changedPictures() throws {
    let bytes = try SignedFiles.bytes("intact-png.png")
    let places = try SignedFiles.places(in: bytes, .png)
    let outside = bytes.indices.filter { place in !places.contains { $0.contains(place) } }
    for place in outside {
      var changed = bytes
      changed[place] ^= 0x40
      let found = ProvenanceReader.read(ByteSource(changed), .png)?.credentials
      #expect(found?.state != .intact, "byte \(place)")
    }
  }

  @Test(
    "that are changed themselves are no longer intact, or state the same",
    arguments: ["intact-heic.heic", "intact-edited.jpg", "intact-v1.mp4"])
  func changedCredentials(name: String) throws {
    let bytes = try SignedFiles.bytes(name)
    let format = SignedFiles.format(of: name)
    let original = ProvenanceReader.read(ByteSource(bytes), format)?.credentials
    let places = try SignedFiles.places(in: bytes, format).flatMap(Array.init)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<1000 {
      let place = places[Int.random(in: 0..<places.count, using: &generator)]
      var changed = bytes
      changed[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
      // No hash covers the heads of the outer boxes, and the padding of the signature.
      let found = ProvenanceReader.read(ByteSource(changed), format)?.credentials
      #expect(found?.state != .intact || found == original, "byte \(place)")
    }
  }
}

import Model
import Testing

@testable import Provenance

@Suite("A hostile manifest store", .timeLimit(.minutes(5)))
struct HostileStores {
  private func state(_ store: [UInt8]) -> ContentCredentials.State? { Assembled.read(store)?.state }

  @Test("that is cut off anywhere is never intact, and never a crash")
  func truncated() {
    let whole = Assembled.store([
      Assembled.manifest("urn:a", [("c2pa.actions", Assembled.assertion("c2pa.actions", [0xA0]))])
    ])
    for count in 0..<whole.count { #expect(state(Array(whole.prefix(count))) != .intact) }
  }

  @Test("with lengths beyond its end is damaged", arguments: [0, 1, 7, 0x7FFF_FFFF, 0xFFFF_FFFF])
  func lengths(count: Int) {
    var store = Assembled.store([Assembled.manifest("urn:a", [])])
    store.replaceSubrange(0..<4, with: Assembled.number(count, 4))
    #expect(state(store) != .intact)
    // And a manifest in it.
    var inner = Assembled.store([Assembled.manifest("urn:a", [])])
    inner.replaceSubrange(38..<42, with: Assembled.number(count, 4))
    #expect(state(inner) != .intact)
  }

  @Test("with 100,000 boxes is refused")
  func manyBoxes() {
    let boxes = Array(repeating: Assembled.box("free", []), count: 100_000).flatMap(\.self)
    #expect(state(Assembled.store([boxes])) == .unchecked)
    let manifest = Assembled.superbox("c2ma", "urn:a", boxes)
    #expect(state(Assembled.store([manifest])) == .unchecked)
  }

  @Test("with boxes in boxes, 100,000 deep, is refused")
  func deepBoxes() {
    var bytes: [UInt8] = []
    // The heads of all boxes, the outermost first; each has a description.
    let description = Assembled.superbox("c2pa", "c2pa", []).dropFirst(8)
    let count = 100_000
    for level in 0..<count {
      bytes += Assembled.number((count - level) * (8 + description.count), 4) + Array("jumb".utf8)
      bytes += description
    }
    #expect(state(bytes) != .intact)
  }

  @Test("whose ingredients refer to each other in a circle ends")
  func circle() {
    // Hashes of a real circle can't match, so each ingredient counts as changed.
    let manifests = ["urn:a", "urn:b"].map { label in
      let other = label == "urn:a" ? "urn:b" : "urn:a"
      let value = Assembled.map([
        ("dc:title", Assembled.text(other)), ("relationship", Assembled.text("parentOf")),
        ("c2pa_manifest", Assembled.reference("/c2pa/\(other)", Array(repeating: 0, count: 8))),
      ])
      return Assembled.manifest(
        label, [("c2pa.ingredient", Assembled.assertion("c2pa.ingredient", value))])
    }
    let found = Assembled.read(Assembled.store(manifests))
    #expect(found?.problems.contains { $0.code == .ingredientChanged } == true)
  }

  @Test("with 5,000 references to one large ingredient hashes it once")
  func repeatedIngredient() {
    let large = Assembled.superbox(
      "c2ma", "urn:large", Assembled.box("free", Array(repeating: 1, count: 4 << 20)))
    let assertions = (0..<5000).map { index in
      let label = "c2pa.ingredient__\(index)"
      let value = Assembled.map([
        ("dc:title", Assembled.text("part")),
        ("c2pa_manifest", Assembled.reference("/c2pa/urn:large", large)),
      ])
      return (label, Assembled.assertion(label, value))
    }
    let started = ContinuousClock.now
    let found = Assembled.read(Assembled.store([large, Assembled.manifest("urn:a", assertions)]))
    #expect(found?.state != .intact && found?.ingredients == ["part"])
    #expect(ContinuousClock.now - started < .seconds(60))
  }

  @Test("with one manifest twice, or one assertion twice, is not intact")
  func repeated() {
    let manifest = Assembled.manifest("urn:a", [])
    #expect(state(Assembled.store([manifest, manifest])) == .unchecked)
    let box = Assembled.assertion("c2pa.actions", [0xA0])
    let twice = Assembled.manifest("urn:a", [("c2pa.actions", box), ("c2pa.actions", box)])
    let found = Assembled.read(Assembled.store([twice]))
    #expect(found?.problems.contains { $0.code == .assertionRepeated } == true)
  }

  @Test("with an assertion that the claim doesn't name is invalid")
  func undeclared() throws {
    let box = Assembled.assertion("c2pa.actions", [0xA0])
    let claim = Assembled.map([("assertions", [0x80])])
    let manifest = Assembled.superbox(
      "c2ma", "urn:a",
      Assembled.superbox("c2as", "c2pa.assertions", box)
        + Assembled.superbox("c2cl", "c2pa.claim", Assembled.box("cbor", claim))
        + Assembled.superbox("c2cs", "c2pa.signature", Assembled.box("cbor", [0x80])))
    let found = try #require(Assembled.read(Assembled.store([manifest])))
    #expect(found.state == .invalid)
    #expect(found.problems.contains(CredentialProblem(.assertionUndeclared, "c2pa.actions")))
  }

  @Test("without a claim, a signature or a binding is invalid")
  func missing() {
    let empty = Assembled.superbox(
      "c2ma", "urn:a", Assembled.superbox("c2as", "c2pa.assertions", []))
    #expect(Assembled.read(Assembled.store([empty]))?.problems.map(\.code) == [.claimMissing])
    let found = Assembled.read(Assembled.store([Assembled.manifest("urn:a", [])]))
    #expect(found?.problems.contains { $0.code == .bindingMissing } == true)
  }

  @Test("with a chain of 1,000 certificates is refused")
  func longChain() {
    let certificates = Assembled.list(
      Array(repeating: Assembled.bytes(Array(repeating: 0x30, count: 100)), count: 1000))
    let header = Assembled.head(5, 2) + [0x01, 0x26, 0x18, 33] + certificates
    let signature =
      [0xD2, 0x84] + Assembled.bytes(header) + [0xA0, 0xF6] + Assembled.bytes([1, 2, 3])
    let found = Assembled.read(
      Assembled.store([Assembled.manifest("urn:a", [], signature: signature)]))
    #expect(found?.problems.contains { $0.code == .damaged } == true && found?.state != .intact)
  }

  @Test("with millions of exclusions, or exclusions that overlap, is not intact")
  func exclusions() {
    func binding(_ list: [[UInt8]]) -> [UInt8] {
      Assembled.assertion(
        "c2pa.hash.data",
        Assembled.map([
          ("exclusions", Assembled.list(list)), ("alg", Assembled.text("sha256")),
          ("hash", Assembled.bytes(Array(repeating: 0, count: 32))),
        ]))
    }
    func range(_ start: Int, _ count: Int) -> [UInt8] {
      Assembled.map([("start", Assembled.head(0, start)), ("length", Assembled.head(0, count))])
    }
    for list in [
      [range(50, 10), range(10, 10)], [range(0, 1 << 30)],
      Array(repeating: range(0, 0), count: 15_000),
    ] {
      let manifest = Assembled.manifest("urn:a", [("c2pa.hash.data", binding(list))])
      #expect(state(Assembled.store([manifest])) != .intact)
    }
  }
}

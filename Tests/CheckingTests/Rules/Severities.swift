import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("The severity of a broken rule")
struct Severities {
  @Test(
    "follows from how well the rule is known",
    arguments: [
      ("kling", nil, .error, .stated), ("fal.kling-o3.r2v", nil, .warning, .inferred),
      ("kling-o3", .start, .warning, .inferred), ("kling.v3-omni", nil, .error, .stated),
      ("kling.v3-omni", .image, .error, .stated),
      ("kling.legacy.omni", .image, .warning, .unverified),
      ("kling.v4", .image, .warning, .unverified),
    ] as [(String, Slot?, Severity, Basis)])
  func basis(name: String, slot: Slot?, severity: Severity, basis: Basis) throws {
    let target = try SampleTarget.builtIn(name, slot: slot)
    let findings = target.findings(for: try .picture(280, 400))
    let small = try #require(findings.first { $0.rule == .imageTooSmall })
    #expect(small.severity == severity)
    #expect(small.basis == basis)
    #expect(small.target == target.profile.id)
    let words = "shorter side 280 px, below the 300 px minimum"
    #expect(small.message == (basis == .stated ? words : "\(words) (\(basis))"))
  }

  @Test("of an element is that of the target that makes it")
  func maker() throws {
    let target = try SampleTarget.builtIn("kling.v3-omni")
    let outcome = try #require(
      target.outcomes(for: try .picture(280, 400)).first { $0.rule == .imageTooSmall })
    #expect(outcome.provenance?.target == "kling.element.create")
    #expect(outcome.finding?.target == "kling.v3-omni")
    #expect(outcome.finding?.slot == .element)
  }

  @Test("never turns a warning into an error")
  func near() throws {
    for name in ["kling", "fal.kling-o3.r2v"] {
      let target = try SampleTarget.builtIn(name)
      #expect(
        target.broken(by: try .picture(bytes: 10_200_000)) == ["image.near-size-limit warning"])
    }
  }

  @Test("depends on each fact, not on the slot")
  func eachFact() throws {
    let target = try SampleTarget.own(
      slots: """
        { "image": { "basis": { "confidence": "inferred" },
          "side": { "min": 300, "confidence": "stated" },
          "aspect": { "min": "2:5" },
          "area": { "max": 100, "confidence": "unverified" } } }
        """)
    #expect(
      target.broken(by: try .picture(200, 2000)) == [
        "image.too-small error", "image.too-large warning", "image.too-narrow warning",
      ])
  }
}

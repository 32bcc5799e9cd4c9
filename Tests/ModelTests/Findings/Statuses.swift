import Model
import Testing

@Suite("The status of findings")
struct Statuses {
  @Test(
    "is the worst severity among them",
    arguments: [
      ([], .pass), ([.note], .pass), ([.note, .note], .pass), ([.warning], .warn),
      ([.note, .warning], .warn), ([.error], .fail), ([.error, .note, .warning], .fail),
      ([.warning, .error], .fail),
    ] as [([Severity], Status)])
  func worst(severities: [Severity], status: Status) {
    #expect(Status(severities.map { Finding(.imageCorrupt, $0, message: "odd") }) == status)
  }

  @Test("ranks notes below warnings and warnings below errors")
  func ranks() {
    #expect(Severity.note < .warning)
    #expect(Severity.warning < .error)
    #expect(!(Severity.error < .error))
    #expect(Severity.allCases.shuffled().sorted() == [.note, .warning, .error])
  }

  @Test("can be raised without losing a fact")
  func raised() {
    var finding = Finding(
      .imageTooSmall, .note, message: "small", fix: "enlarge", measured: "1", limit: "2", unit: "px"
    )
    finding.target = "kling"
    finding.slot = .element
    finding.basis = .inferred
    let raised = finding.raised(to: .error)
    #expect(raised.severity == .error)
    #expect(raised.raised(to: .note) == finding)
  }
}

import Foundation
import TestSupport
import Testing

/// Checks that the fakes match the providers' real APIs: the providers' own clients work with them.
///
/// `Scripts/install --long` installs the clients. Kling and KIE publish none; their fakes follow
/// their pages.
@Suite("Fake providers", .enabled(if: TestRun.isLong), .timeLimit(.minutes(10)))
struct ProviderProofs {
  @Test(
    "work with the providers' own clients",
    arguments: ["fal", "replicate", "runway", "wavespeed", "muapi"])
  func proof(provider: String) throws {
    let fakes = try FakeProviders()
    let clients = Fixtures.repository.appending(path: ".build/clients").path()
    let result = try Program.run(
      Program.python,
      [
        "-B",
        Fixtures.repository.appending(path: "Tests/Support/proofs/prove_\(provider).py").path(),
      ],
      environment: ProcessInfo.processInfo.environment.merging(fakes.environment) { $1 }
        .merging([
          "PYTHONPATH": clients,
          // `requests` checks this variable before the common ones.
          "REQUESTS_CA_BUNDLE": fakes.environment["CURL_CA_BUNDLE"] ?? "",
        ]) { $1 })
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.hasPrefix("proved with"))
  }
}

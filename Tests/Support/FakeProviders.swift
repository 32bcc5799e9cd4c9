import Foundation
package import Model
import Testing

/// Fake provider APIs on loopback, from `fake_providers.py`. Programs reach them by `environment`.
package final class FakeProviders {
  private let server: PythonServer
  private let folder: TemporaryFolder

  /// Keys that the fakes know.
  package static let keys = [
    "FAL_KEY": "fal-test-key:0123456789", "KLING_API_KEY": "kling-test-key-0123456789",
    "KIE_API_KEY": "kie-test-key-0123456789", "REPLICATE_API_TOKEN": "r8_test0123456789",
    "RUNWAYML_API_SECRET": "key_test0123456789",
    "WAVESPEED_API_KEY": "wavespeed-test-key-0123456789",
    "MUAPI_API_KEY": "muapi-test-key-0123456789",
  ]
  /// A pair of keys that Kling's older API accepts instead of one key.
  package static let klingPair = [
    "KLING_ACCESS_KEY": "kling-test-access", "KLING_SECRET_KEY": "kling-test-secret-0123456789",
  ]

  /// The hosts that the fakes answer for.
  private static let hosts = [
    "queue.fal.run", "rest.fal.ai", "storage.googleapis.com", "v3.fal.media",
    "api-singapore.klingai.com", "v1-files.klingai.com", "kieai.redpandaai.co", "api.kie.ai",
    "tempfile.redpandaai.co", "file.aiquickdraw.com", "api.replicate.com", "replicate.delivery",
    "api.dev.runwayml.com", "runway-uploads.s3.amazonaws.com", "dnznrvs05pmza.cloudfront.net",
    "api.wavespeed.ai", "wavespeed-uploads.s3.amazonaws.com", "static.wavespeed.ai", "api.muapi.ai",
    "cdn.muapi.ai",
  ]

  /// Starts the fakes.
  ///
  /// - Parameter clip: The fixture that every job renders.
  package init(rendering clip: String = "clips/fade.mp4") throws {
    folder = try TemporaryFolder()
    try TestCertificate.make(for: Self.hosts, in: folder.url)
    server = try PythonServer(
      "Support/fake_providers.py",
      [
        folder.url.appending(path: "cert.pem").path(), folder.url.appending(path: "key.pem").path(),
        Fixtures.folder.appending(path: clip).resolvingSymlinksInPath().path(),
      ])
  }

  /// The variables with which programs reach the fakes, and the keys.
  package var environment: [String: String] {
    Self.keys.merging(
      [
        "HTTPS_PROXY": server.origin, "NO_PROXY": "",
        "SSL_CERT_FILE": folder.url.appending(path: "cert.pem").path(),
        "CURL_CA_BUNDLE": folder.url.appending(path: "cert.pem").path(),
      ]) { $1 }
  }

  /// A failure of one step of a provider, a number of times.
  package struct Fault {
    let step: String
    let kind: String
    var times = 1
    var more: [String: JSONValue] = [:]

    package init(_ step: String, _ kind: String, times: Int = 1, more: [String: JSONValue] = [:]) {
      (self.step, self.kind, self.times, self.more) = (step, kind, times, more)
    }

    fileprivate var json: JSONValue {
      let all: [String: JSONValue] = more.merging([
        "step": .string(step), "kind": .string(kind), "times": .integer(times),
      ]) { $1 }
      return .object(
        all.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) })
    }
  }

  /// What the fakes have received so far.
  package struct Record {
    /// The requests as method and address, without queries.
    package let requests: [String]
    /// The jobs that would be paid for.
    package let submissions: [JSONValue]
    /// The addresses to which a key was sent that is not for them.
    package let leaks: [String]

    package func count(of request: String) -> Int { requests.count { $0 == request } }
  }

  /// Sets the faults from now on, and how many polls a job needs to finish. Returns what was done.
  @discardableResult
  package func set(
    _ faults: [Fault]? = nil, polls: Int? = nil, skippingSeconds seconds: Int? = nil,
    forgettingJobsAt host: String? = nil
  ) throws -> Record {
    let list = faults.map { JSONValue.array($0.map(\.json)) }
    let json: JSONValue = [
      "faults": list, "polls": polls, "skip": seconds, "forget": host.map { [$0] },
    ]
    let state = try JSONParser.parse(server.ask(Array(json.compactText.utf8)))
    return Record(
      requests: state["requests"]?.array?.compactMap(\.string) ?? [],
      submissions: state["submissions"]?.array ?? [],
      leaks: state["leaks"]?.array?.compactMap(\.string) ?? [])
  }
}

import Files
import Model
import Sending
import Transfers

@testable import Targets

/// What providers answer.
enum Providers {
  /// Every endpoint that Castbook can send to, in the order of the targets.
  private static let endpoints: [ProviderEndpoint] = {
    guard let catalogue = try? TargetCatalogue() else { return [] }
    return catalogue.ids.compactMap { id in
      guard let profile = try? catalogue.profile(id), let path = profile.endpoints.first?.path
      else {
        return nil
      }
      return try? ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
    }
  }()

  /// The number of answers that begin a seed: one for each kind of question to an endpoint.
  static var endpointCount: Int { endpoints.count }

  /// A provider that answers every call with the same bytes.
  private struct Parrot: ProviderClient {
    let bytes: [UInt8]
    let status: Int

    func answer(_ call: ProviderCall) -> Result<ProviderResponse, TransferFailure> {
      var answer = ProviderResponse(status: status)
      answer.bytes = bytes
      return .success(answer)
    }
  }

  /// What comes of an answer is printable, bounded, and never both accepted and refused. The first
  /// byte chooses the endpoint, the second the question and the status.
  static func answer(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2, !endpoints.isEmpty else { return }
    let endpoint = endpoints[Int(bytes[0]) % endpoints.count]
    let question = Int(bytes[1]) % 5
    let statuses = [200, 200, 201, 400, 404, 409, 422, 429, 500, 502]
    let status = statuses[Int(bytes[1]) / 5 % statuses.count]
    let client = Parrot(bytes: Array(bytes.dropFirst(2)), status: status)
    switch question {
    case 0: try submit(endpoint, client, status)
    case 1:
      switch try endpoint.progress(of: "task-1", by: client) {
      case .waiting(let state): try check(state, .state)
      case .done(let text): try printable(text)
      case .failed(let refusal): try printable(refusal.message)
      case .unavailable(let words): try printable(words)
      case .unknown: break
      }
    case 2:
      do {
        if let task = try endpoint.find("castbook-1", by: client) { try check(task, .id) }
      } catch let failure as TransferFailure {
        try printable(failure.summary)
      }
    case 3: if let words = try endpoint.cancel("task-1", by: client) { try printable(words) }
    default: try upload(endpoint, client)
    }
  }

  /// A profile of a stranger leads to calls with a key only as it says, and to no crash, whatever
  /// its rules are.
  static func profile(_ bytes: [UInt8]) throws {
    guard let profile = try? ProfileLoader.load(bytes, file: "a.json"),
      let catalogue = try? TargetCatalogue(user: [("a.json", bytes)])
    else { return }
    let answer =
      #"{"code":0,"data":{"id":"1","task_id":"1","status":"x"},"request_id":"1","id":"1"}"#
    for path in profile.endpoints.prefix(3).map(\.path) {
      guard
        let endpoint = try? ProviderEndpoint(profile, path: path, catalogue.sending(of: profile))
      else { continue }
      try must(ProviderAddress(endpoint.address.text) == endpoint.address, "another address")
      let client = Parrot(bytes: Array(answer.utf8), status: 200)
      try submit(endpoint, client, 200)
      _ = try endpoint.progress(of: "1", by: client)
      _ = try? endpoint.find("castbook-1", by: client)
      _ = try endpoint.cancel("1", by: client)
      try upload(endpoint, client)
    }
  }

  private static func submit(
    _ endpoint: ProviderEndpoint, _ client: Parrot, _ status: Int
  ) throws {
    guard let identity = ULID(bytes: [UInt8](repeating: 0, count: 16)) else { return }
    let job = Job(
      identity, .sending, target: endpoint.target.rawValue, account: "main",
      at: Instant(milliseconds: 0))
    switch try endpoint.submit(["prompt": "x"], as: job, by: client) {
    case .accepted(let job):
      try check(job.task ?? "", .id)
      try must((200...299).contains(status), "accepted with status \(status)")
    case .refused(let obstacle, let job):
      try printable(job.note)
      try printable(obstacle.message)
      try must(status < 500 && status != 409, "refused with status \(status)")
    case .unknown(let job): try printable(job.note)
    default: throw Breach("an answer proves that the call arrived")
    }
  }

  private static func upload(_ endpoint: ProviderEndpoint, _ client: Parrot) throws {
    guard endpoint.canUpload, let path = FilePath("mira.png") else { return }
    let file = FileToUpload(
      path, name: "mira.png", type: "image/png", byteCount: 4, digest: SHA256.digest(of: [1]))
    do {
      let now = Instant(milliseconds: 1_795_158_000_000)
      try check(endpoint.upload(file, at: now, by: client).address, .address)
    } catch let problem as UploadProblem {
      if case .refused(let words) = problem { try printable(words) }
    }
  }

  private static func check(_ text: String, _ kind: ProviderText.Kind) throws {
    try must(ProviderText(text, kind) != nil, "\(text.debugDescription) was recorded as \(kind)")
  }

  private static func printable(_ text: String) throws {
    try must(sanitized(text) == text, "\(text.debugDescription) is not printable")
    try must(text.utf8.count < 1 << 17, "words of \(text.utf8.count) bytes")
  }
}

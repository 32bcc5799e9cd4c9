package import Model
internal import Targets
package import Transfers

/// Why a provider refused a job, or why the job failed.
package struct Refusal: Hashable, Sendable {
  /// The reason that the provider states.
  package let message: String
  /// The body of the answer without tokens and signatures; `nil` if it is empty or too long to
  /// keep.
  package let answer: String?
}

/// The progress of a job, as the provider reports it.
package enum JobProgress: Hashable, Sendable {
  /// The job is not finished; the provider's name for its state.
  case waiting(String)
  /// The job is done; the address of the result, or the id of what was created.
  case done(String)
  /// The job failed; the provider's reason.
  case failed(Refusal)
  /// The provider doesn't know the job.
  case unknown
  /// There is no usable answer, for this reason. Another attempt may help.
  case unavailable(String)
}

extension ProviderEndpoint {
  /// The provider's time limit for answering a submission, in seconds. It may check pictures first.
  private static let submissionSeconds = 120

  /// Submits a job, once. Returns the result with the job's new state, which is not recorded yet.
  package func submit(
    _ body: JSONValue, as job: Job, by client: some ProviderClient
  ) throws -> JobResult {
    var call = call(.post, address)
    call.headers.append("Content-Type: application/json")
    call.body = .bytes((job.name.map { self.body(body, withJobName: $0) } ?? body).compactBytes)
    (call.isSubmission, call.timeoutSeconds) = (true, Self.submissionSeconds)
    let result = try client.answer(call)
    let certainty = DeliveryCertainty(result.map(\.status))
    switch result {
    case .failure(let failure):
      if certainty == .unknown { return unknown(job, failure.summary) }
      return .notSent(
        SendObstacle(failure, at: target),
        job.next(.settled, at: job.at) { $0.note = "not sent: \(failure.summary)" })
    case .success(let answer):
      let reply = ProviderReply(answer, self)
      switch certainty {
      case .unknown: return unknown(job, reply.message)
      case .refused, .deferred, .notReceived: return refused(job, reply.refusal)
      case .acknowledged: return self.result(of: job, reply)
      }
    }
  }

  /// Decides from an answer with a success status whether a submission was accepted.
  private func result(of job: Job, _ reply: ProviderReply) -> JobResult {
    let saysAccepted = reply.isAccepted || !reply.statesOutcome
    if let task = reply.providerText(at: submit, .id) {
      return saysAccepted
        ? .accepted(job.next(.accepted, at: job.at) { $0.task = task })
        : unknown(job, "\(reply.message), and yet the job has the id \(task)")
    }
    guard saysAccepted || reply.isServerError else { return refused(job, reply.refusal) }
    let what = reply.text(at: submit) == nil ? "the job's id" : "a usable id"
    return unknown(job, "an answer without \(what): \(reply.message)")
  }

  private func unknown(_ job: Job, _ words: String) -> JobResult {
    .unknown(job.next(.sending, at: job.at) { $0.note = words })
  }

  private func refused(_ job: Job, _ refusal: Refusal) -> JobResult {
    .refused(
      SendObstacle("\(target) refused it: \(refusal.message)", fix: nil),
      job.next(.refused, at: job.at) { ($0.note, $0.answer) = (refusal.message, refusal.answer) })
  }

  /// Looks up a job by the name that the provider was given for it. Returns its id; `nil` if the
  /// provider has no such job.
  ///
  /// - Throws: `TransferFailure` if the provider can't be asked, or its answer is inconclusive.
  package func find(_ name: String, by client: some ProviderClient) throws -> String? {
    guard let find, let call = call(.get, find.url, name: name) else {
      throw TransferFailure(.invalidRequest, "\(target) can't be asked for a job")
    }
    let answer = try client.answer(call).get()
    let reply = ProviderReply(answer, self)
    if reply.isAccepted, let task = reply.providerText(at: find.id, .id) { return task }
    // A job that is missing gets submitted again, so only proof counts: an empty list or, where a
    // single job is requested, a refusal in the API's own format. A proxy, or an address that has
    // moved, also answers with 404.
    let isMissing =
      find.id.leadsIntoList
      ? reply.isAccepted && reply.json.map(find.id.isEmptyList) == true
      : answer.status == 404 && reply.statesOutcome && !reply.isAccepted
    if isMissing { return nil }
    throw TransferFailure(.connectionLost, reply.message)
  }

  /// Asks the provider for the progress of a job.
  package func progress(
    of task: String, by client: some ProviderClient
  ) throws -> JobProgress {
    guard let call = call(.get, poll.url, id: task) else {
      return .unavailable("the job's id makes no address")
    }
    let reply: ProviderReply
    switch try client.answer(call) {
    case .failure(let failure): return .unavailable(failure.summary)
    case .success(let answer):
      if answer.status == 404 || answer.status == 410 { return .unknown }
      reply = ProviderReply(answer, self)
    }
    guard reply.isAccepted else { return .unavailable(reply.message) }
    guard let stated = reply.text(at: poll.state) else { return .unknown }
    guard let state = ProviderText(stated, .state)?.text else {
      return .unavailable("a state that is not printable text of at most 100 characters")
    }
    if poll.failed.contains(state) {
      return .failed(
        reply.refusal(
          poll.reason.flatMap { reply.text(at: $0) }.map(ProviderReply.displayText) ?? state))
    }
    guard poll.done.contains(state) else { return .waiting(state) }
    return try result(of: task, reply, by: client)
  }

  /// Reads the result of a job that is done.
  private func result(
    of task: String, _ last: ProviderReply, by client: some ProviderClient
  ) throws -> JobProgress {
    var reply = last
    if let url = result.url {
      guard let call = call(.get, url, id: task) else {
        return .unavailable("the job's id makes no address")
      }
      switch try client.answer(call) {
      case .failure(let failure): return .unavailable(failure.summary)
      case .success(let answer):
        reply = ProviderReply(answer, self)
        // A job that was done counts as failed if its result is refused for good.
        if [400, 422].contains(answer.status) { return .failed(reply.refusal) }
        guard reply.isAccepted else { return .unavailable(reply.message) }
      }
    }
    guard let json = reply.json else { return .unavailable("an answer that is not JSON") }
    var values = result.path.values(in: json)
    if let inside = result.inside {
      values = values.compactMap(\.string).compactMap {
        try? JSONParser.parse(Array($0.utf8), bounds: JSONParser.Bounds(byteCount: 1 << 20))
      }.flatMap(inside.values)
    }
    // One address, or a list of them.
    let texts = values.flatMap { $0.array ?? [$0] }.compactMap(\.scalarText)
    guard let first = texts.first(where: { !$0.isEmpty }) else {
      return .unavailable("no result at \(result.path)")
    }
    guard first.utf8.count <= 16_384, first.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      return .unavailable("a result that is not printable text of at most 16,384 characters")
    }
    return .done(first)
  }

  /// Stops a job. Returns `nil`, or the reason if it isn't stopped.
  package func cancel(_ task: String, by client: some ProviderClient) throws -> String? {
    guard let cancel, let method = ProviderCall.Method(rawValue: cancel.method.rawValue),
      let call = call(method, cancel.url, id: task)
    else { return "no source states how a job is stopped" }
    switch try client.answer(call) {
    case .failure(let failure): return failure.summary
    case .success(let answer):
      return answer.isSuccess ? nil : ProviderReply(answer, self).message
    }
  }

}

extension TransferFailure {
  /// The failure, as a text for the user.
  package var summary: String {
    let words =
      switch reason {
      case .noProgram: "castbook-transport can't be used"
      case .noLibrary: "libcurl can't be used"
      case .noKey: "no API key"
      case .keyRefused: "the key is not sent"
      case .badKeyFile: "keys.json can't be used"
      case .noConnection: "no connection"
      case .notTrusted: "the certificate can't be trusted"
      case .timedOut: "no answer in time"
      case .connectionLost: "the connection ended"
      case .tooLong: "the answer is too long"
      case .badAnswer: "the answer can't be used"
      case .privateAddress: "the address is not one of the public internet"
      case .redirected: "the answer leads to another host"
      case .fileFailed: "a file could not be read or written"
      case .digestMismatch: "a stored file is damaged"
      case .invalidRequest: "the call can't be made"
      }
    return detail.isEmpty ? words : "\(words): \(detail)"
  }
}

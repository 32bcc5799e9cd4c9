package import Model
package import Targets
package import Transfers

/// How to call a target: where a job is sent, with which key, and how it is followed.
package struct ProviderEndpoint: Sendable {
  package let target: TargetID
  /// The address that jobs are sent to.
  package let address: ProviderAddress
  /// The headers, with a variable in place of the key.
  let headers: [String]
  let submit: ResponsePath
  let success: SendingRules.Success?
  /// Where an answer says why a call was not accepted.
  let refusal: [ResponsePath]
  let poll: SendingRules.Poll
  let result: SendingRules.Result
  let upload: SendingRules.Upload?
  let find: SendingRules.Find?
  package let resume: SendingRules.Resume
  let cancel: SendingRules.Cancel?
  /// Whether a token signed with a pair of keys may replace the key.
  package let allowsSignedToken: Bool
  /// The endpoint's path in the profile.
  let path: String

  /// Collects what is known about a target's endpoint.
  ///
  /// - Parameter path: The endpoint's path in the profile.
  /// - Throws: `SendingNotSupported` with what no trusted source states.
  package init(
    _ profile: TargetProfile, path: String, _ rules: EffectiveSending?
  ) throws(SendingNotSupported) {
    target = profile.id
    func missing(_ words: String) -> SendingNotSupported {
      SendingNotSupported(target: profile.id, reason: words)
    }
    guard profile.node == nil else {
      throw SendingNotSupported(
        target: profile.id, reason: "it is a node of ComfyUI, which runs it",
        fix: "castbook export SHOT --layout comfyui -o ComfyUI/input writes its workflow")
    }
    guard let call = profile.call,
      let address = call.value.url(of: path).flatMap(ProviderAddress.init)
    else {
      throw missing("no source states the address that a request goes to")
    }
    guard call.confidence != .unverified else {
      throw missing("how it is called was not seen in any trusted source")
    }
    guard let rules else { throw missing("no source states how a job is sent and followed") }
    /// Returns a rule that a trusted source states.
    func known<Value>(_ fact: Fact<Value>?, _ words: String) throws(SendingNotSupported) -> Value {
      guard let fact else { throw missing("no source states \(words)") }
      guard fact.confidence != .unverified else {
        throw missing("\(words) was not seen in any trusted source")
      }
      return fact.value
    }
    self.address = address
    headers = call.value.headers
    submit = try known(rules.submit, "where the answer has the job's id")
    poll = try known(rules.poll, "how to ask for a job's state")
    result = try known(rules.result, "where the result is")
    // A rule that is only likely would pass for proof.
    if let success = rules.success, success.confidence == .unverified {
      throw missing("how the answer to an accepted call looks was not seen in any trusted source")
    }
    success = rules.success?.value
    refusal = rules.refusal?.value ?? []
    upload = rules.upload.flatMap { $0.confidence == .unverified ? nil : $0.value }
    // A job that isn't found there gets submitted again, so the rule must be certain.
    find = rules.find.flatMap { $0.confidence == .stated ? $0.value : nil }
    cancel = rules.cancel?.value
    resume = rules.resume?.value ?? .none
    allowsSignedToken = rules.keys?.value.contains(.signedToken) ?? false
    self.path = path
  }

  /// Whether it is known how to upload a file.
  package var canUpload: Bool { upload?.isComplete ?? false }
  /// Whether it is known how to stop a job.
  package var canCancel: Bool { cancel != nil }

  /// The hosts that calls go to, in order. The answer to an upload may name more, which get no key.
  package var hosts: [String] {
    Set(keyedHosts + (upload?.ways.compactMap(\.url) ?? []).compactMap(host)).sorted()
  }

  /// The hosts that calls with the key go to, in order.
  package var keyedHosts: [String] {
    // The bytes of a file go with a token instead of the key.
    let uploads = upload?.ways.map { $0.method == .post ? $0.token?.url : $0.url } ?? []
    let texts = [poll.url, result.url, find?.url, cancel?.url] + uploads
    return Set([address.host] + texts.compactMap(\.self).compactMap(host)).sorted()
  }

  /// The host of an address from the rules.
  private func host(of url: String) -> String? {
    ProviderAddress(SendingRules.address(url, endpoint: path, id: "id", name: "name"))?.host
  }

  /// The names of the variables whose keys authorize calls.
  package var keyNames: [String] { headers.compactMap(KeyFile.variable) }

  /// Why keys in the headers may not be sent to hosts that calls go to; empty if all may.
  package func refusals(by allowed: KeyHosts) -> [KeyHosts.Refusal] {
    keyedHosts.flatMap { host in headers.compactMap { allowed.refusal(of: $0, at: host) } }
  }

  /// Returns a call that is authorized by the key.
  func call(_ method: ProviderCall.Method, _ address: ProviderAddress) -> ProviderCall {
    var call = ProviderCall(method, address, headers: headers)
    call.allowsSignedToken = allowsSignedToken
    return call
  }

  /// Returns a call to an address from the rules, with the job's id or name filled in.
  func call(
    _ method: ProviderCall.Method, _ address: String, id: String? = nil, name: String? = nil
  ) -> ProviderCall? {
    let text = SendingRules.address(address, endpoint: path, id: id, name: name)
    return ProviderAddress(text).map { call(method, $0) }
  }

  /// The body with the job's name in it, if the provider accepts one.
  func body(_ body: JSONValue, withJobName name: String) -> JSONValue {
    guard let find else { return body }
    return body.placing(
      .string(name), at: find.field.text.split(separator: ".").map(String.init)[...])
  }
}

/// Why Castbook does not send to a target.
package struct SendingNotSupported: CastbookError, Hashable {
  package let target: TargetID
  package let reason: String
  package var fix: String? = "castbook bundle request BUNDLE prints what is known as commands"

  package var blame: Blame { .findings }
  package var rule: String { "send.not-known" }
  package var message: String { "Castbook can't send to \(target): \(reason)" }
}

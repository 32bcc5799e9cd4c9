internal import Model

/// A request that takes a while, from its arrival until its answer.
struct PendingCall: Sendable {
  /// Where an answer goes.
  enum Destination: Sendable {
    case line
    case batch(BatchReply)
  }

  let id: RequestID
  let method: Method
  let parameters: JSONValue
  let envelope: RequestEnvelope
  let destination: Destination
  /// Whether the call may change something. Such calls run one at a time, in the order of arrival.
  let isChange: Bool
  let gate = ProgressGate()
}

/// A call whose work has begun.
struct RunningCall {
  let call: PendingCall
  let task: Task<Void, Never>
  /// Whether the client no longer wants the answer.
  var isCancelled = false
}

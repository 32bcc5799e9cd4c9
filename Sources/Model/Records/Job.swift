/// A provider call that may be charged for, in one of its states: the record `job/1`.
///
/// The record with the state `sending` is on disk before the call leaves, and the next one as soon
/// as the answer is known. If the last state is `sending` and no command is working on the job, the
/// call may or may not have arrived: only the provider or the user knows.
public struct Job: Hashable, RecordContent, Sendable {
  /// The identity of the job, in all of its records.
  public var job: ULID
  public var state: State
  /// The SHA-256 of the sent `bundle.json`; `nil` if the job only creates an element or a voice.
  public var export: Digest?
  /// The call's file in the bundle, such as `request.json`.
  public var call: String
  /// The SHA-256 of what the call asks for, which several bundles or revisions may have in common.
  public var request: Digest?
  /// The element or the voice that the call creates, and its revision.
  public var element: ULID?
  public var revision: Digest?
  /// The id of the target that the call goes to.
  public var target: String
  /// The path of the target's endpoint.
  public var endpoint: String?
  /// The user's account with the provider.
  public var account: String
  /// The name that the provider was given for the job, by which it can be asked for it.
  public var name: String?
  /// The provider's id for the job.
  public var task: String?
  /// The provider's id for the element or voice that was created; `nil` for a render.
  public var made: String?
  /// The SHA-256 of the file that came back; `nil` for a creation.
  public var result: Digest?
  /// The price that is expected.
  public var cost: Cost?
  /// The provider's reason for a refusal or a failure, or the user's for giving the job up.
  public var note: String
  /// The body of the answer that refused or failed the job, without tokens; `nil` if too long.
  public var answer: String?
  public var at: Instant
  var rest: [JSONValue.Member] = []

  /// How far a job has come.
  public enum State: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    /// The call is about to leave, or has left.
    case sending
    /// The provider has given an id for the job.
    case accepted
    /// The provider did not accept the call, and charges nothing.
    case refused
    /// The result is in the library.
    case done
    /// The provider has given the job up.
    case failed
    /// The user has stopped it.
    case cancelled
    /// The user has decided that the call never arrived, or that its result is not wanted.
    case settled
  }

  public init(_ job: ULID, _ state: State, target: String, account: String, at: Instant) {
    (self.job, self.state, self.target, self.account) = (job, state, target, account)
    (call, note, self.at) = ("request.json", "", at)
  }

  package static let objectName = "job"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("job/1")
    job = try fields.required("job", \.job)
    state = try fields.required("state", \.state)
    export = try fields.optional("export", \.export)
    call = try fields.required("call", \.call)
    request = try fields.optional("request", \.request)
    element = try fields.optional("element", \.element)
    revision = try fields.optional("revision", \.revision)
    target = try fields.required("target", \.target)
    endpoint = try fields.optional("endpoint", \.endpoint)
    account = try fields.required("account", \.account)
    name = try fields.optional("name", \.name)
    task = try fields.optional("task", \.task)
    made = try fields.optional("made", \.made)
    result = try fields.optional("result", \.result)
    cost = try fields.optional("cost", \.cost)
    note = try fields.value("note", \.note, default: "")
    answer = try fields.optional("answer", \.answer)
    at = try fields.required("at", \.at)
    rest = fields.rest(\.rest)
  }
}

extension Job {
  /// Whether this record takes precedence over another one of the job. A later state outranks a
  /// later time, because the clocks of a team's machines differ.
  public func supersedes(_ other: Job) -> Bool {
    rank != other.rank ? rank > other.rank : at > other.at
  }

  /// Whether the job may be charged for: the provider has accepted it, or may have.
  public var mayBeCharged: Bool {
    switch state {
    case .sending, .accepted, .done, .failed, .cancelled: true
    case .refused: false
    case .settled: task != nil
    }
  }

  private var rank: Int {
    switch state {
    case .sending: 0
    // It was believed that the call never arrived, so an id from the provider says more.
    case .settled where task == nil: 1
    case .accepted: 2
    // A result stays, whatever state another machine has recorded.
    case .refused, .failed, .cancelled, .settled: 3
    case .done: 4
    }
  }
}

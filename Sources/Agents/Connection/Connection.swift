internal import Castbook
internal import CommandLineKit
internal import Model
internal import Synchronization

/// The conversation with one client: lines come in, and lines go out.
///
/// Requests are answered as soon as their work is done, whatever came before. What needs no work is
/// answered at once, also while 16 calls are running.
final class Connection: Sendable {
  private struct State {
    /// What `initialize` settled.
    var handshake: Handshake?
    var running: [RequestID: RunningCall] = [:]
    /// Calls that wait until fewer are running, in the order of their arrival.
    var waiting: [PendingCall] = []
    /// The requests that are held open until the client cancels them, in order.
    var subscriptions: [RequestID] = []
    /// The last call that may change something.
    var lastChange: Task<Void, Never>?

    func isInFlight(_ id: RequestID) -> Bool {
      running[id] != nil || waiting.contains { $0.id == id } || subscriptions.contains(id)
    }
  }

  /// The maximum number of calls that run, of calls that wait, and of subscriptions.
  private static let maximumCalls = 16
  /// The maximum number of bytes in an answer.
  private static let maximumAnswer = 4 << 20

  private let table: MethodTable
  private let redaction: Redaction
  private let writer: MessageWriter
  /// The time since the connection began.
  private let elapsed: @Sendable () -> Duration
  private let state = Mutex(State())

  /// Creates a connection. Tests pass their own `elapsed`.
  init(
    _ table: MethodTable, redaction: Redaction, writer: MessageWriter,
    elapsed: (@Sendable () -> Duration)? = nil
  ) {
    self.table = table
    self.redaction = redaction
    self.writer = writer
    let start = ContinuousClock.now
    self.elapsed = elapsed ?? { ContinuousClock.now - start }
  }

  // MARK: Lines

  /// Takes a line from the client, and answers it or begins its work.
  func receive(_ line: InputPipe.Line) {
    switch line {
    case .tooLong(let count):
      let problem = "the line has \(count) bytes; the limit is \(IncomingLine.bounds.byteCount)"
      refuse(ProtocolError(.invalidRequest, problem), nil, .line)
    case .text(let bytes):
      switch IncomingLine(bytes) {
      case .empty: return
      case .single(let message): receive(message, .line)
      case .batch(let messages): receive(messages)
      }
    }
  }

  /// Takes a batch, if the client's version has batches.
  private func receive(_ messages: [IncomingMessage]) {
    guard state.withLock({ $0.handshake?.version.hasBatches }) == true else {
      return refuse(ProtocolError(.invalidRequest, "batches are not supported"), nil, .line)
    }
    let reply = BatchReply(count: messages.count)
    for message in messages { receive(message, .batch(reply)) }
  }

  private func receive(_ message: IncomingMessage, _ destination: PendingCall.Destination) {
    switch message {
    case .response: deliver(nil, destination)
    case .invalid(let id, let error): refuse(error, id, destination)
    case .notification(let method, let parameters):
      if method == "notifications/cancelled" { cancel(RequestID(parameters["requestId"])) }
      deliver(nil, destination)
    case .request(let request):
      do throws(ProtocolError) {
        try receive(request, destination)
      } catch {
        // An error under the id of a call that is running would look like its answer.
        let isTaken = state.withLock { $0.isInFlight(request.id) }
        refuse(error, isTaken ? nil : request.id, destination)
      }
    }
  }

  /// Answers a request, or begins its work.
  private func receive(
    _ request: IncomingMessage.Request, _ destination: PendingCall.Destination
  ) throws(ProtocolError) {
    if state.withLock({ $0.isInFlight(request.id) }) {
      throw ProtocolError(.invalidRequest, "a request with this id is still running")
    }
    let namesVersion =
      request.parameters["_meta"]?[RequestEnvelope.prefix + "protocolVersion"] != nil
    if request.method == "initialize", !namesVersion {
      return try initialize(request, destination)
    }
    let handshake = state.withLock { $0.handshake }
    let envelope = try RequestEnvelope(request, handshake: handshake)
    guard let method = Method(rawValue: request.method), method.exists(in: envelope.version) else {
      let name = sanitized(request.method.shortened)
      throw ProtocolError(.unknownMethod, "unknown method \"\(name)\"")
    }
    if method == .listen { return try listen(request) }
    let constant = try table.constantResult(of: method, request.parameters, for: envelope)
    if let constant {
      let result = finished(constant, method, envelope.version)
      return deliver(OutgoingMessage.result(redaction.value(result), to: request.id), destination)
    }
    let isChange =
      method == .callTool && table.tool(of: request.parameters)?.effects.isReadOnly == false
    let call = PendingCall(
      id: request.id, method: method, parameters: request.parameters, envelope: envelope,
      destination: destination, isChange: isChange)
    state.withLock { state in
      state.waiting.append(call)
      startCalls(&state)
    }
  }

  /// Chooses the version for requests that name none.
  private func initialize(
    _ request: IncomingMessage.Request, _ destination: PendingCall.Destination
  ) throws(ProtocolError) {
    if case .batch = destination {
      throw ProtocolError(.invalidRequest, "\"initialize\" can't be part of a batch")
    }
    if state.withLock({ $0.handshake }) != nil {
      throw ProtocolError(.invalidRequest, "the connection is initialized already")
    }
    let (result, handshake) = try table.initialize(request.parameters)
    state.withLock { $0.handshake = handshake }
    deliver(OutgoingMessage.result(redaction.value(result), to: request.id), destination)
  }

  /// Opens a subscription. Nothing that the server lists ever changes, so it stays silent.
  private func listen(_ request: IncomingMessage.Request) throws(ProtocolError) {
    guard request.parameters["notifications"]?.members != nil else {
      throw .parameters("\"notifications\" must be an object")
    }
    let isAccepted = state.withLock { state in
      guard state.subscriptions.count < Self.maximumCalls else { return false }
      state.subscriptions.append(request.id)
      return true
    }
    guard isAccepted else { throw ProtocolError(.internalFailure, "too many subscriptions") }
    send(
      OutgoingMessage.notification(
        "notifications/subscriptions/acknowledged",
        ["_meta": Self.subscription(request.id), "notifications": .object([:])]))
  }

  private static func subscription(_ id: RequestID) -> JSONValue {
    .object([JSONValue.Member(RequestEnvelope.prefix + "subscriptionId", id)])
  }

  // MARK: Calls

  /// Begins the calls that wait, as long as few enough are running.
  private func startCalls(_ state: inout State) {
    while state.running.count < Self.maximumCalls, !state.waiting.isEmpty {
      let call = state.waiting.removeFirst()
      let earlier = call.isChange ? state.lastChange : nil
      // Tools wait for files and other programs, so each has a thread of its own.
      let task = waitingTask { [self] in
        await earlier?.value
        finish(call, with: await answer(to: call))
      }
      if call.isChange { state.lastChange = task }
      state.running[call.id] = RunningCall(call: call, task: task)
    }
  }

  /// Does the work of a call, and returns its answer.
  private func answer(to call: PendingCall) async -> JSONValue {
    do {
      try Task.checkCancellation()
      let context = CallContext(showsPages: call.envelope.showsPages) { [self] in
        report($0, call)
      }
      let result = try await table.result(
        of: call.method, call.parameters, for: call.envelope.version, context)
      let finished = finished(result, call.method, call.envelope.version)
      return OutgoingMessage.result(redaction.value(finished), to: call.id)
    } catch let error as ProtocolError {
      return errorMessage(error, to: call.id)
    } catch is CancellationError {
      return errorMessage(ProtocolError(.internalFailure, "the server was stopped"), to: call.id)
    } catch {
      let sentence = sanitized(ErrorReport(error).sentence)
      return errorMessage(ProtocolError(.internalFailure, sentence), to: call.id)
    }
  }

  /// Adds what every result of a version has.
  private func finished(
    _ result: JSONValue, _ method: Method, _ version: ProtocolVersion
  ) -> JSONValue {
    if version.hasHandshake { return result }
    let isList = method.isCacheable && result["ttlMs"] == nil
    let meta = Self.meta(MethodTable.serverInfo).adding(result["_meta"])
    return JSONValue.object(["resultType": "complete"]).adding(result.removing("_meta"))
      .adding(isList ? table.cacheRule(of: method).json : nil)
      .adding(["_meta": meta])
  }

  private static func meta(_ info: JSONValue) -> JSONValue {
    .object([JSONValue.Member(RequestEnvelope.prefix + "serverInfo", info)])
  }

  /// Delivers the answer of a call, unless the client cancelled it, and begins the next call.
  private func finish(_ call: PendingCall, with answer: JSONValue) {
    state.withLock { state in
      let isWanted = state.running.removeValue(forKey: call.id)?.isCancelled == false
      deliver(isWanted ? answer : nil, call.destination)
      startCalls(&state)
    }
  }

  /// Reports progress to the client, if it asked for that and still waits for the answer.
  private func report(_ progress: CallContext.Progress, _ call: PendingCall) {
    guard let token = call.envelope.progressToken else { return }
    state.withLock { state in
      guard let running = state.running[call.id], running.call.gate === call.gate,
        !running.isCancelled, call.gate.admits(progress.done, at: elapsed())
      else { return }
      let message = call.envelope.version >= .march2025 ? progress.message : nil
      let parameters: JSONValue = [
        "progressToken": token, "progress": progress.done, "total": progress.total,
        "message": message.map(redaction.text),
      ]
      writer.offer(
        OutgoingMessage.notification("notifications/progress", parameters).compactBytes)
    }
  }

  /// Stops a call. It gets no answer.
  private func cancel(_ id: RequestID?) {
    guard let id else { return }
    state.withLock { state in
      state.subscriptions.removeAll { $0 == id }
      state.running[id]?.isCancelled = true
      state.running[id]?.task.cancel()
      if let index = state.waiting.firstIndex(where: { $0.id == id }) {
        deliver(nil, state.waiting.remove(at: index).destination)
      }
    }
  }

  // MARK: Answers

  private func errorMessage(_ error: ProtocolError, to id: RequestID?) -> JSONValue {
    let data = error.data.map(redaction.value)
    let safe = ProtocolError(error.code, redaction.text(error.message), data: data)
    return OutgoingMessage.error(safe, to: id)
  }

  private func refuse(
    _ error: ProtocolError, _ id: RequestID?, _ destination: PendingCall.Destination
  ) {
    deliver(errorMessage(error, to: id), destination)
  }

  /// Sends an answer; `nil` for a message that gets none.
  private func deliver(_ answer: JSONValue?, _ destination: PendingCall.Destination) {
    switch destination {
    case .line: if let answer { send(answer) }
    case .batch(let batch): if let answers = batch.add(answer) { send(answers) }
    }
  }

  private func send(_ message: JSONValue) {
    let bytes = message.compactBytes
    if bytes.count <= Self.maximumAnswer { return writer.send(bytes) }
    let problem = "the answer has \(bytes.count) bytes; the limit is \(Self.maximumAnswer)"
    let error = ProtocolError(.internalFailure, problem)
    writer.send(OutgoingMessage.error(error, to: RequestID(message["id"])).compactBytes)
  }
}

// MARK: - The end

extension Connection {
  /// Waits while the client leaves answers unread, or has more calls than can run.
  func waitForRoom() async throws {
    while writer.isBacklogged || state.withLock({ $0.waiting.count >= Self.maximumCalls }) {
      try await Task.sleep(for: .milliseconds(5))
    }
    if let failure = writer.failure { throw failure }
  }

  /// Waits until every call has its answer and every answer is written.
  func waitUntilIdle() async throws {
    // In this order, because the last call to end sends its answer first.
    while state.withLock({ !$0.running.isEmpty || !$0.waiting.isEmpty }) || !writer.isIdle {
      try await Task.sleep(for: .milliseconds(5))
    }
    if let failure = writer.failure { throw failure }
  }

  /// Ends the subscriptions after the last request.
  func endSubscriptions() {
    let ended = state.withLock { state in
      defer { state.subscriptions.removeAll() }
      return state.subscriptions
    }
    for id in ended {
      let meta = Self.subscription(id).adding(Self.meta(MethodTable.serverInfo))
      send(OutgoingMessage.result(["resultType": "complete", "_meta": meta], to: id))
    }
  }

  /// Cancels all calls, and forgets those that wait.
  func cancelAll() {
    state.withLock { state in
      state.waiting.removeAll()
      for call in state.running.values { call.task.cancel() }
    }
  }
}

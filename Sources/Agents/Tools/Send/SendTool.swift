internal import Castbook
internal import Model

/// The tool `send`: plans what sending bundles does and costs, and sends them if the user agreed.
struct SendTool {
  enum Action: String, CaseIterable, Sendable {
    /// Works out what sending does and costs. Nothing leaves this machine.
    case plan
    /// Sends the bundles of a plan.
    case send
    /// Gets the result of a job.
    case fetch
    /// Stops a job.
    case cancel
  }

  static let action = ToolParameter<Action>.choice(
    "action", "plan without a plan, and send with one, unless given.")
  static let bundles = ToolParameter<String>.text(
    "bundle", "A path.", maximumLength: 4096
  ).list(
    "bundles", "Paths of bundles, or of folders of them, as export makes them.", atMost: 50)
  static let plan = ToolParameter<Digest>.parsed(
    "plan", "The plan that the user agreed to, as the plan's answer names it.",
    as: "the plan's 64 digits"
  ) { Digest(hex: $0) }
  static let maximumCost = ToolParameter<Cost>.cost(
    "max_cost", "The price that the user agreed to, such as 0.70 USD.")
  static let isAgain = ToolParameter<Bool>.flag(
    "again", "Whether bundles that were rendered are sent again, for another take.")
  static let waits = ToolParameter<Bool>.flag(
    "wait", "Whether to wait for the result, which may take minutes.")
  static let job = ToolParameter<String>.text(
    "job", "The job's name, as jobs lists it.", maximumLength: 40)
  static let output = ToolParameter<String>.text(
    "output", "The folder for results (that of the bundle).", maximumLength: 4096)
  static let detail = Detail.parameter(adding: "the published document send/1 or job-result/1")

  let workspace: Workspace
  let account: SpendingAccount

  /// Creates the tool; `nil` for a server without a limit for what it may spend.
  init?(workspace: Workspace) {
    guard let limit = workspace.maximumCost else { return nil }
    (self.workspace, account) = (workspace, SpendingAccount(limit: limit))
  }

  var tool: AgentTool {
    AgentTool(
      "send", title: "Send to a provider",
      description:
        "Sends bundles to providers, which costs the user's money. First plan: calls, uploads and "
        + "prices. Show the user the price; if they agree, send with plan and max_cost. Nothing is "
        + "paid twice, whatever is repeated. It returns once submitted; fetch gets the result. "
        + "Cancelling this call only stops waiting.",
      parameters: [
        Self.action, Self.bundles, Self.plan, Self.maximumCost, Self.isAgain, Self.waits, Self.job,
        Self.output, Self.detail,
      ], shape: "agent-send/1",
      dataSchema: Schema.object(
        required: ["action"],
        [
          "action": Schema.text, "ready": Schema.flag, "plan": Schema.text,
          "costs": Schema.list(of: PriceWords.amountSchema), "limit": PriceWords.amountSchema,
          "spent": PriceWords.amountSchema,
          "calls": Schema.integer, "complete": Schema.flag,
          "results": Schema.list(
            of: Schema.object(
              required: ["name", "end"],
              ["name": Schema.text, "end": Schema.text, "job": Schema.text, "file": Schema.text])),
          "send": Schema.published("send/1"), "result": Schema.published("job-result/1"),
        ]),
      effects: AgentTool.Effects(
        isReadOnly: false, isDestructive: true, isIdempotent: true, isOpenWorld: true)
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let action =
      try arguments[Self.action] ?? (arguments.has(Self.plan.name) ? .send : .plan)
    try Self.check(arguments, for: action)
    let library = try await workspace.library()
    return switch action {
    case .plan: try await planned(arguments, in: library)
    case .send: try await sent(arguments, context, in: library)
    case .fetch: try await fetched(arguments, context, in: library)
    case .cancel: try await cancelled(arguments, in: library)
    }
  }

  /// Throws an error for an argument that an action lacks, or doesn't have.
  private static func check(_ arguments: ToolArguments, for action: Action) throws {
    let needed: [String]
    let others: [String]
    switch action {
    case .plan: (needed, others) = ([bundles.name], [isAgain.name])
    case .send:
      needed = [bundles.name, plan.name, maximumCost.name]
      others = [isAgain.name, waits.name, output.name]
    case .fetch: (needed, others) = ([job.name], [waits.name, output.name])
    case .cancel: (needed, others) = ([job.name], [])
    }
    let common = [Self.action.name, detail.name, RequestKeys.parameter.name]
    if let missing = needed.first(where: { !arguments.has($0) }) {
      throw ArgumentError(
        JSONPointer().member(missing), "\(action.rawValue) needs \(missing)", fix: "give it")
    }
    if let other = arguments.names.first(where: { !(needed + others + common).contains($0) }) {
      throw ArgumentError(
        JSONPointer().member(other), "\(action.rawValue) has no \(other)",
        fix: action == .plan && other == Self.maximumCost.name
          ? "leave it out: without plan, the call only plans" : "leave it out")
    }
  }

  // MARK: Plans

  /// Returns the plan for bundles, with everything that only the user can decide as an obstacle.
  func plan(
    _ send: Send, _ arguments: ToolArguments, in library: ElementLibrary
  ) async throws -> SendPlan {
    let words = try arguments.required(Self.bundles)
    let paths = try words.enumerated().flatMap { try bundlePaths(of: $0.element, at: $0.offset) }
    var plan = try await send.plan(paths, in: library)
    plan.refuseKeyless()
    plan.refuseUnanswered()
    return plan
  }

  /// Returns the bundles that a word names, all of which are in roots.
  private func bundlePaths(of word: String, at index: Int) throws -> [FilePath] {
    let path = try workspace.path(word)
    guard !BundlePaths.isShotFile(path) else {
      throw ArgumentError(
        JSONPointer().member(Self.bundles.name).item(index), "this is not a bundle",
        fix: "export makes bundles of shot files")
    }
    return try BundlePaths.all(at: path).map { bundle in
      guard workspace.roots.holds(bundle) else {
        throw OutsideError(path: word, labels: workspace.roots.roots.map(\.label))
      }
      return bundle
    }
  }

  func verb(_ arguments: ToolArguments) throws -> Send {
    var send = Send(in: try workspace.loadTargets())
    send.account = workspace.account ?? send.account
    send.project = try workspace.openProject()
    send.isAgain = try arguments[Self.isAgain] ?? false
    send.detaches = try arguments[Self.waits] != true
    send.folder = try arguments[Self.output].map(workspace.path)
    return send
  }

  private func planned(
    _ arguments: ToolArguments, in library: ElementLibrary
  ) async throws -> ToolAnswer {
    let plan = try await plan(verb(arguments), arguments, in: library)
    if plan.isReady { try account.check(plan) }
    let isToPay = plan.isReady && plan.submittedCallCount > 0
    let fingerprint = isToPay ? try plan.fingerprint(in: library) : nil
    let spent = account.spent.map { "; \($0.text) are spent" } ?? ""
    let lines =
      SendLines(roots: workspace.roots).plan(plan)
      + ["The server may spend \(account.limit.text)\(spent)."]
      + (fingerprint.map { ["Plan: \($0)"] } ?? [])
      + (plan.isReady ? [] : ["Nothing can be sent as it is."])
    var answer = ToolAnswer(lines.joined(separator: "\n"))
    answer.next = try next(plan, fingerprint, arguments)
    answer.data = try data(.plan, plan, arguments).adding(["plan": fingerprint])
    return answer
  }

  /// Returns the call that sends a plan, or gets what was submitted before.
  private func next(
    _ plan: SendPlan, _ fingerprint: Digest?, _ arguments: ToolArguments
  ) throws -> [String] {
    guard let fingerprint, let price = plan.costs.first else {
      return plan.bundles.compactMap { $0.earlier.flatMap(SendLines.next) }.prefix(4).map(\.self)
    }
    let words = try arguments.required(Self.bundles)
    let call: JSONValue = [
      "action": "send", "bundles": words.count <= 10 ? words : ["…"], "plan": fingerprint,
      "max_cost": price.text, "again": try arguments[Self.isAgain],
    ]
    return [
      "show the user the price; only if they agree: send \(sanitized(call.compactText))"
    ]
  }

  func data(
    _ action: Action, _ plan: SendPlan, _ arguments: ToolArguments, _ outcome: SendOutcome? = nil
  ) throws -> JSONValue {
    [
      "action": action.rawValue, "ready": plan.isReady, "costs": plan.costs.map(PriceWords.amount),
      "limit": PriceWords.amount(account.limit), "spent": account.spent.map(PriceWords.amount),
      "calls": plan.submittedCallCount,
      "send": try arguments[Self.detail] == .full ? SendJSON.value(of: plan, outcome) : nil,
    ]
  }
}

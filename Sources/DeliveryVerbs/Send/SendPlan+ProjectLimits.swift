internal import Bundles
internal import Library
internal import Sending

extension PlannedSend {
  /// Notes down what may be spent on the project of the bundle. A board that can't be read may have
  /// a limit, so it is an obstacle.
  mutating func addLimit(of project: Project?) {
    guard maySubmit, let project else { return }
    let (board, problem) = ProjectShots.board(of: project)
    if let problem {
      obstacles.append(
        SendObstacle("castbook.board may have a limit, and \(problem.message)", fix: problem.fix))
      return
    }
    var maximum: [String: Money] = [:]
    for limit in board.limits {
      guard let money = Money(limit.amount) else {
        obstacles.append(
          SendObstacle(
            "castbook.board: \(limit.text) has too many digits to be added up",
            fix: "write it with fewer digits"))
        return
      }
      maximum[limit.currency] = money
    }
    if !maximum.isEmpty { projectLimit = SpendingLimits.ProjectLimit(of: project.id, maximum) }
  }
}

extension SendPlan {
  /// Adds an obstacle to each bundle that would exceed the limit of its project, together with
  /// those in front of it.
  mutating func refuseWhatProjectsForbid(_ contents: Contents) throws {
    /// What was spent on each project, and is planned in front of a bundle.
    var spent: [ULID: [Cost]] = [:]
    for index in bundles.indices {
      guard let limit = bundles[index].projectLimit, bundles[index].isReady,
        bundles[index].maySubmit
      else { continue }
      // A job whose answer was lost counts already, and is looked up first.
      if case .unknown = bundles[index].earlier { continue }
      var costs = try spent[limit.project] ?? ProjectSpending(on: limit.project, contents).costs
      // Elements at a provider serve other projects, too.
      for call in bundles[index].calls where call.creates == nil {
        if let excess = limit.excess(of: call.cost?.cost, besides: costs) {
          bundles[index].obstacles.append(SendObstacle(excess))
          break
        }
        if let cost = call.cost?.cost { costs.append(cost) }
      }
      spent[limit.project] = costs
    }
  }

  /// The limits of projects, by the bundles that belong to them.
  var projectLimits: [Digest: SpendingLimits.ProjectLimit] {
    bundles.reduce(into: [:]) { $0[$1.digest] = $1.projectLimit }
  }
}

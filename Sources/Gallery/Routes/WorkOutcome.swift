internal import Castbook

/// How something ended that a page has begun: with what came of it, or with the reason why it ended early.
typealias WorkOutcome = Result<JSONValue, Refusal>

extension WorkOutcome {
  /// Waits for work to end.
  ///
  /// - Parameter words: The message if it was stopped.
  static func of(
    stoppedAs words: String, _ work: () async throws -> JSONValue
  ) async -> WorkOutcome {
    do {
      return .success(try await work())
    } catch is CancellationError {
      return .failure(Refusal(status: 409, rule: "cancelled", message: words))
    } catch {
      return .failure(Refusal(error))
    }
  }

  /// What came of it; `nil` if it ended early.
  var value: JSONValue? { try? get() }

  /// Why it ended early, as `error/1`; `nil` if it didn't.
  var problem: JSONValue? { if case .failure(let refusal) = self { refusal.json } else { nil } }
}

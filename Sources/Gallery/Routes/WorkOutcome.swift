internal import Castbook

/// The outcome of work that a page has begun: its result, or the reason why it ended early.
typealias WorkOutcome = Result<JSONValue, Refusal>

extension WorkOutcome {
  /// Runs work and returns its outcome.
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

  /// The result; `nil` if the work ended early.
  var value: JSONValue? { try? get() }

  /// The reason why the work ended early, as `error/1`; `nil` if it didn't.
  var problem: JSONValue? { if case .failure(let refusal) = self { refusal.json } else { nil } }
}

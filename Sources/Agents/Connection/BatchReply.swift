internal import Model
internal import Synchronization

/// Collects the answers to a batch, which are written together as one array.
final class BatchReply: Sendable {
  private struct State {
    var answers: [JSONValue] = []
    /// The number of messages that may still get an answer.
    var openCount: Int
  }

  private let state: Mutex<State>

  /// - Parameter count: The number of messages in the batch.
  init(count: Int) { state = Mutex(State(openCount: count)) }

  /// Adds the answer to one message, or `nil` for one that gets none.
  ///
  /// - Returns: The array, after the last message; `nil` before it, and if nothing was answered.
  func add(_ answer: JSONValue?) -> JSONValue? {
    state.withLock { state in
      if let answer { state.answers.append(answer) }
      state.openCount -= 1
      return state.openCount == 0 && !state.answers.isEmpty ? .array(state.answers) : nil
    }
  }
}

internal import Files
internal import Model

/// How often a request is sent, and the delay before each retry.
struct RetryPolicy {
  /// The maximum number of attempts, including the first.
  let maximumAttempts: Int
  /// The base of the delays in milliseconds; they double with each attempt.
  let first: Int
  /// The longest delay that a server may ask for, in seconds.
  let maximumSeconds: Int
  private static let maximumUsual = 20_000

  /// Returns the delay before the next attempt, in milliseconds.
  ///
  /// - Parameter seconds: The delay that the server asks for; `nil` if it asks for none.
  func milliseconds(attempts: Int, after seconds: Int?) -> Int {
    let usual = min(first << attempts, Self.maximumUsual)
    // At least the delay that the server asks for, and not the same for all requests.
    let least = seconds.map { min(max($0, 0), maximumSeconds) * 1000 } ?? (usual / 2)
    return least + Int.random(in: 0...usual)
  }
}

/// A request that may be sent several times.
protocol RepeatableRequest: AnyObject {
  /// How often it has been sent.
  var attempts: Int { get set }
  /// The file that receives the answer's body; `nil` for memory.
  var receivedFile: FilePath? { get }
  /// The latest time at which it may be sent, by `MonotonicClock`; `nil` for any time.
  var deadline: Int? { get }
}

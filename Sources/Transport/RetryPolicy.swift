/// How often a request is sent, and the delay before each retry.
struct RetryPolicy {
  /// The maximum number of attempts, including the first.
  let maximumAttempts: Int
  /// The base of the delays in milliseconds; they double with each attempt.
  let baseDelayMilliseconds: Int
  /// The longest delay that a server may ask for, in seconds.
  let maximumRetryAfter: Int
  private static let maximumBackoffMilliseconds = 20_000

  /// Returns the delay before the next attempt, in milliseconds.
  ///
  /// - Parameter retryAfter: The delay that the server asks for, in seconds; `nil` if it asks for
  ///   none.
  func delayMilliseconds(attempts: Int, retryAfter: Int?) -> Int {
    let backoff = min(baseDelayMilliseconds << attempts, Self.maximumBackoffMilliseconds)
    // At least the delay that the server asks for, and not the same for all requests.
    let minimum =
      retryAfter.map { min(max($0, 0), maximumRetryAfter) * 1000 } ?? (backoff / 2)
    return minimum + Int.random(in: 0...backoff)
  }
}

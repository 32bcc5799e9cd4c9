/// What the end of a submission proves about its delivery. A submission is a call that the provider
/// may charge for.
///
/// This is what prevents double payment: a submission is repeated only if it was certainly not
/// accepted.
///
/// ```swift
/// DeliveryCertainty(.success(503)) == .unknown
/// DeliveryCertainty(.success(429)).allowsRetry
/// ```
package enum DeliveryCertainty: Hashable, Sendable {
  /// The provider did not receive it.
  case notReceived
  /// The provider did not accept it, but may accept the same call later.
  case deferred
  /// The provider did not accept it.
  case refused
  /// The provider answered with a success status; only the body states whether it accepted.
  case acknowledged
  /// The provider may have accepted it.
  case unknown

  /// Derives it from the HTTP status, or from the failure of the call.
  package init(_ end: Result<Int, TransferFailure>) {
    self =
      switch end {
      case .failure(let failure): failure.mayHaveArrived ? .unknown : .notReceived
      case .success(200...299): .acknowledged
      case .success(429): .deferred
      // A provider may time out, or notice the conflict, after it has accepted the job.
      case .success(408), .success(409): .unknown
      case .success(400...499): .refused
      // A server error may also come after acceptance, and a server that redirects may have passed
      // the call on.
      case .success: .unknown
      }
  }

  /// Whether the same call can be made again without being charged twice.
  package var allowsRetry: Bool { self == .notReceived || self == .deferred }
}

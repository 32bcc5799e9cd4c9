package import Transfers

/// Makes calls to providers: `castbook-transport`, or a stand-in for it.
package protocol ProviderClient {
  /// Makes sure that a call can be made at all, before one is recorded as about to be sent.
  func prepare() throws

  /// Makes a call and waits for the answer.
  ///
  /// - Throws: An error if the work must stop. A failure of the call itself is in the result.
  func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure>
}

extension ProviderClient {
  package func prepare() throws {}
}

extension TransportProcess: ProviderClient {
  package func answer(_ call: ProviderCall) throws -> Result<ProviderResponse, TransferFailure> {
    var found: Result<ProviderResponse, TransferFailure> = .failure(
      TransferFailure(.connectionLost, "no answer"))
    try perform(calls: CollectionOfOne(call)) { found = $1 }
    return found
  }
}

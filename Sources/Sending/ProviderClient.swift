package import Transfers

/// Makes calls to providers: `castbook-transport`, or a stand-in for it.
package protocol ProviderClient {
  /// Makes a call and waits for the answer.
  ///
  /// - Throws: An error if the work is to be given up. What goes wrong with the call itself is in the result.
  func answer(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure>
}

extension TransportProcess: ProviderClient {
  package func answer(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure> {
    var found: Result<ProviderAnswer, CallFailure> = .failure(CallFailure(.broken, "no answer"))
    try perform(calls: CollectionOfOne(call)) { found = $1 }
    return found
  }
}

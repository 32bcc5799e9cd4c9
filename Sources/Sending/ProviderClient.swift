package import Transfers

/// Makes calls to providers: `castbook-transport`, or a stand-in for it.
package protocol ProviderClient {
  /// Makes sure that a call can be made at all, before it is recorded that one is about to leave.
  func prepare() throws

  /// Makes a call and waits for the answer.
  ///
  /// - Throws: An error if the work is to be given up. What goes wrong with the call itself is in the result.
  func answer(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure>
}

extension ProviderClient {
  package func prepare() throws {}
}

extension TransportProcess: ProviderClient {
  package func answer(_ call: ProviderCall) throws -> Result<ProviderAnswer, CallFailure> {
    var found: Result<ProviderAnswer, CallFailure> = .failure(CallFailure(.broken, "no answer"))
    try perform(calls: CollectionOfOne(call)) { found = $1 }
    return found
  }
}

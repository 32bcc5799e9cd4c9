import Model
import Testing

/// An S3 store on the loopback address that fails on request: `faulty_store.py`.
///
/// It verifies signatures by its own code. It has the keys of `S3Server`, and the bucket `team`.
package final class FaultyStore {
  private let server: PythonServer
  package var origin: String { server.origin }

  package init() throws {
    server = try PythonServer(
      "Support/faulty_store.py", [S3Server.accessKey, S3Server.secretKey])
  }

  /// What goes wrong from now on.
  package struct Faults: Sendable {
    /// Names of faults; `faulty_store.py` has their list.
    package var kinds: [String] = []
    /// How many of the first requests for each key fail, with the faults in turn.
    package var firstCount = 0
    /// On average one in this many of the other requests fails; `nil` for none.
    package var oneIn: Int?
    /// The beginning of the keys for which requests fail.
    package var prefix = ""
    /// By how many seconds the store's clock is ahead.
    package var clock = 0
    /// The number of requests at once from which the store asks for fewer.
    package var maximumAtOnce: Int?

    package init(_ kinds: [String] = [], firstCount: Int = 0, oneIn: Int? = nil) {
      (self.kinds, self.firstCount, self.oneIn) = (kinds, firstCount, oneIn)
    }
  }

  /// Sets the faults from now on. Returns the numbers of requests by method, of faults, and of
  /// refusals since the last call.
  @discardableResult
  package func set(_ faults: Faults = Faults()) throws -> [String: Int] {
    let json: JSONValue = [
      "kinds": .array(faults.kinds.map { .string($0) }), "first": faults.firstCount,
      "one in": faults.oneIn, "prefix": faults.prefix, "clock": faults.clock,
      "at once": faults.maximumAtOnce,
    ]
    let seen = try JSONParser.parse(server.ask(#require(json.canonicalBytes)))
    guard case .object(let counts) = seen else { return [:] }
    return Dictionary(uniqueKeysWithValues: counts.map { ($0.key, $0.value.integer ?? 0) })
  }
}

internal import Bundles
internal import Files
internal import Sending

extension SpendingLimits {
  /// The path of the user's `limits.json`, whether or not it exists; `nil` without a home folder.
  static var pathOfUser: FilePath? {
    UserConfiguration.folder("limits.json", ProcessEnvironment.environment)
  }

  /// Reads the user's limits, `~/.config/castbook/limits.json`; without that file there are none.
  /// The spending in all libraries is in `~/.local/state/castbook/spending.json`.
  ///
  /// ```json
  /// {"castbook": "limits/1", "daily": ["20 USD", "5000 CREDITS"]}
  /// ```
  ///
  /// - Throws: `SendError.badLimits` for a file that can't be used: an invalid limit must not be
  ///   ignored.
  static func ofUser() throws -> SpendingLimits {
    guard let path = pathOfUser else { return SpendingLimits() }
    let bytes: [UInt8]?
    do {
      bytes = try SettingsFile.read(path, limit: 1 << 16)
    } catch {
      throw SendError.badLimits(path, error.reason)
    }
    guard let bytes else { return SpendingLimits() }
    guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 4)),
      json["castbook"]?.string == "limits/1", let daily = json["daily"]?.array,
      json.members?.allSatisfy({ ["castbook", "daily"].contains($0.key) }) == true
    else {
      throw SendError.badLimits(path, #"it needs "castbook": "limits/1" and a list "daily""#)
    }
    let ledger = UserConfiguration.state("spending.json", ProcessEnvironment.environment)
    var limits = SpendingLimits(ledger: ledger.map { SpendingLedger(at: $0) })
    for value in daily {
      guard let cost = value.string.flatMap(Cost.init(typedWithCurrency:)),
        let money = Money(cost.amount), limits.daily[cost.currency] == nil
      else {
        throw SendError.badLimits(
          path, "\(value.compactText) is not an amount such as \"20 USD\"")
      }
      limits.daily[cost.currency] = money
    }
    return limits
  }
}

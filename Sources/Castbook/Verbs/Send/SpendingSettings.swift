internal import Bundles
internal import Files
internal import Sending

/// The user's limits on what may be spent: `~/.config/castbook/limits.json`.
///
/// ```json
/// {"castbook": "limits/1", "daily": ["20 USD", "5000 CREDITS"]}
/// ```
public struct SpendingSettings: Hashable, Sendable {
  let limits: SpendingLimits

  /// The file.
  static func path(_ environment: (String) -> [UInt8]?) -> FilePath? {
    UserConfiguration.folder("limits.json", environment)
  }

  /// Reads the limits; without a file there are none.
  ///
  /// - Throws: `SendError.badLimits` for a file that can't be used: a limit that is not understood must not be ignored.
  static func read(
    _ environment: (String) -> [UInt8]? = ProcessEnvironment.environment
  ) throws -> SpendingSettings {
    guard let path = path(environment) else { return SpendingSettings(limits: SpendingLimits()) }
    switch TextFile.read(path, limit: 1 << 16) {
    case .failure(.notFound): return SpendingSettings(limits: SpendingLimits())
    case .failure(let failure): throw SendError.badLimits(path, failure.words)
    case .success(let bytes):
      guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 4)),
        json["castbook"]?.string == "limits/1", let daily = json["daily"]?.array,
        json.members?.allSatisfy({ ["castbook", "daily"].contains($0.key) }) == true
      else {
        throw SendError.badLimits(path, #"it needs "castbook": "limits/1" and a list "daily""#)
      }
      var limits = SpendingLimits()
      for value in daily {
        guard let cost = value.string.flatMap(Cost.init(typedWithCurrency:)),
          let money = Money(cost.amount), limits.daily[cost.currency] == nil
        else {
          throw SendError.badLimits(
            path, "\(value.compactText) is not an amount such as \"20 USD\"")
        }
        limits.daily[cost.currency] = money
      }
      return SpendingSettings(limits: limits)
    }
  }
}

extension Cost {
  /// Reads an amount with its currency, such as `20 USD`; without one it is in US dollars.
  public init?(typedWithCurrency text: String) {
    let parts = text.split(separator: " ")
    guard (1...2).contains(parts.count) else { return nil }
    self.init(typed: String(parts[0]), currency: parts.count > 1 ? String(parts[1]) : "USD")
  }
}

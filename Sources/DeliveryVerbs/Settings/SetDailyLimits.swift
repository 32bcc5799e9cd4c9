internal import Files
internal import Sending

/// The verb `settings limit`: says what all commands of the user may spend within 24 hours.
public enum SetDailyLimits {
  /// Keeps limits for all libraries on this machine, in the place of those before; none removes
  /// them.
  ///
  /// - Parameter texts: An amount for each currency, such as `20 USD`.
  /// - Throws: `SettingsError.badLimit` for any other text.
  public static func run(_ texts: [String]) throws {
    var daily: [String: String] = [:]
    for text in texts {
      guard text.contains(" "), let cost = Cost(typedWithCurrency: text),
        daily[cost.currency] == nil, Money(cost.amount) != nil
      else { throw SettingsError.badLimit(text) }
      daily[cost.currency] = "\(cost.amount) \(cost.currency)"
    }
    guard let path = SpendingLimits.pathOfUser else { throw ElementLibraryError.noHomeDirectory }
    if let problem = SettingsFile.problem(with: path) {
      throw SendError.badLimits(path, problem.reason)
    }
    guard !daily.isEmpty else {
      if FileSystem.status(path) != nil { try FileSystem.remove(path) }
      return
    }
    let json: JSONValue = [
      "castbook": "limits/1",
      "daily": .array(daily.sorted { $0.key < $1.key }.map { .string($0.value) }),
    ]
    try FileSystem.createFolders(path.folder)
    try AtomicFile.writePrivate(Array("\(json.indentedText)\n".utf8), to: path, replacing: true)
  }
}

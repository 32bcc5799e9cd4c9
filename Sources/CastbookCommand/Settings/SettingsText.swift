internal import Castbook
internal import CommandLineKit
internal import Model

/// The user's settings, as lines for people.
///
/// ```text
/// name         Ana Okafor
/// daily limit  20 USD (3.36 USD spent in the last 24 hours)
///
/// keys
///   FAL_KEY        fal             in your keyring, since 1 Dec 2026
///   KLING_API_KEY  Kling official  from the variable KLING_API_KEY
/// no key for KIE (KIE_API_KEY), Replicate (REPLICATE_API_TOKEN)
/// ```
struct SettingsText {
  let settings: UserSettings
  let style: TerminalStyle

  var lines: [String] { facts + [""] + keys + missing }

  private var facts: [String] {
    let name =
      settings.name.map {
        sanitized($0) + (settings.isNameFromEnvironment ? ", from CASTBOOK_BY" : "")
      }
      ?? "none (castbook settings name 'Ana Okafor')"
    let limits = settings.dailyLimits.map(\.text).joined(separator: ", ")
    let spent =
      settings.spent.isEmpty
      ? "nothing spent" : settings.spent.map(\.text).joined(separator: ", ") + " spent"
    return [
      row("name", name),
      row(
        "daily limit",
        limits.isEmpty
          ? "none (castbook settings limit '20 USD')" : "\(limits) (\(spent) in the last 24 hours)"),
    ]
  }

  private func row(_ label: String, _ text: String) -> String {
    style.styled(Columns.padded(label, 11), .dim) + "  " + text
  }

  private var keys: [String] {
    guard !settings.keys.isEmpty else { return ["no keys yet: castbook settings key FAL_KEY"] }
    let names = settings.keys.map(nameWithAccount)
    let nameWidth = names.map(displayWidth).max() ?? 0
    let providerWidth = settings.keys.map { displayWidth($0.provider ?? "") }.max() ?? 0
    return ["keys"]
      + zip(settings.keys, names).map { key, name in
        "  " + style.styled(Columns.padded(name, nameWidth), .bold) + "  "
          + Columns.padded(sanitized(key.provider ?? ""), providerWidth) + "  " + place(of: key)
      }
  }

  private func nameWithAccount(_ key: KnownKey) -> String {
    key.account == RegistrationDraft.defaultAccount
      ? key.name : "\(key.name) (\(sanitized(key.account)))"
  }

  private func place(of key: KnownKey) -> String {
    let since = key.since.map { ", since \($0.day.formatted)" } ?? ""
    switch key.source {
    case .variable(let name): return "from the variable \(name)"
    case .command: return "from a command in keys.json"
    case .keyring: return "in \(Self.words(for: .keyring))\(since)"
    case .file: return "in \(Self.words(for: .file))\(since)"
    }
  }

  private var missing: [String] {
    guard !settings.missingKeys.isEmpty else { return [] }
    let words = settings.missingKeys.map { "\(sanitized($0.provider)) (\($0.name))" }
      .joined(separator: ", ")
    return style.hanging(
      "", Folding.lines("no key for \(words)", width: max(24, style.columns - 2)), indent: 2)
  }

  /// The place where a key is kept, in words.
  static func words(for place: KeepKey.Place?) -> String {
    place == .keyring ? "your keyring" : "a file that only you may read"
  }
}

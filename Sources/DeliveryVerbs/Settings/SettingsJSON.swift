/// The JSON of the user's settings (`docs/json.md`).
public enum SettingsJSON {
  /// Returns `settings/1`. It contains no key.
  public static func value(of settings: UserSettings) -> JSONValue {
    [
      "castbook": "settings/1", "name": settings.name,
      "nameFromEnvironment": settings.isNameFromEnvironment.orNil,
      "keys": settings.keys.objects(key),
      "missingKeys": settings.missingKeys.objects { ["name": $0.name, "provider": $0.provider] },
      "dailyLimits": settings.dailyLimits.map(CostJSON.cost),
      "spent": settings.spent.map(CostJSON.cost).nonEmpty,
    ]
  }

  private static func key(_ key: KnownKey) -> JSONValue {
    var (source, variable): (String, String?)
    switch key.source {
    case .variable(let name): (source, variable) = ("variable", name)
    case .command: (source, variable) = ("command", nil)
    case .keyring: (source, variable) = ("keyring", nil)
    case .file: (source, variable) = ("file", nil)
    }
    return [
      "name": key.name, "account": key.account, "provider": key.provider, "source": source,
      "variable": variable, "since": key.since,
    ]
  }
}

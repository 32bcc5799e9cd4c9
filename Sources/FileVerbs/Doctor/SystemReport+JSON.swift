extension SystemReport {
  /// `libraries/1`: what `castbook --version --libraries` prints.
  public var libraryList: JSONValue {
    .object(
      [
        .init("castbook", "libraries/1"), .init("version", Version.text),
        .init("installation", Installation.current.json),
      ] + (json.members ?? []))
  }
}

extension SystemReport: JSONConvertible {
  /// The report as a part of `doctor/2` and `libraries/1`.
  public var json: JSONValue {
    [
      "asOf": asOf, "system": system, "libraries": libraries,
      "protection": protections.nonEmpty, "missingPrograms": missingPrograms.nonEmpty,
    ]
  }
}

extension SystemReport.Library: JSONConvertible {
  public var json: JSONValue {
    [
      "name": name, "version": version, "state": state, "paths": paths, "programs": programs,
      "package": package.map { ["name": $0.name, "version": $0.version] as JSONValue },
      "bundled": isBundled.orNil,
      "missing": missing.nonEmpty?.map(\.json), "uncertain": uncertain.nonEmpty?.map(\.json),
    ]
  }
}

extension SystemReport.Protection: JSONConvertible {
  public var json: JSONValue {
    [
      "program": program, "seccomp": hasSeccomp, "landlock": hasLandlock,
      "gaps": gaps.nonEmpty,
    ]
  }
}

extension KnownFix {
  /// The fix with its versions and its source.
  fileprivate var json: JSONValue {
    [
      "ids": ids, "what": what, "version": version,
      "debian": debian.isEmpty
        ? nil
        : JSONValue.object(
          debian.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }),
      "date": date, "source": source,
    ]
  }
}

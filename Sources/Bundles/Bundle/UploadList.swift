internal import Model

/// The contents of `uploads.json`: every placeholder to fill in before a request can be sent, and
/// where it occurs.
struct UploadList {
  /// A call of the bundle.
  struct Call {
    let file: String
    let json: JSONValue
  }

  /// The calls, in the order in which they are made.
  let calls: [Call]
  /// The calls that produce ids for the others.
  let first: [Prerequisite]
  /// The ids and addresses that the provider has given, by placeholder.
  let known: [String: KnownID]

  var json: JSONValue {
    let found = found
    return [
      "castbook": "uploads/1", "files": found.filter { !Self.isRemote($0.name) }.map(file),
      "remotes": found.filter { Self.isRemote($0.name) }.map(remote),
    ]
  }

  /// A placeholder and its occurrences, for comparisons.
  struct PlaceholderUse: Hashable {
    let name: String
    /// The occurrences, each as a file name, `#` and a JSON Pointer.
    let locations: [String]

    /// The file of the bundle that the placeholder stands for, or `nil` when it stands for an id.
    var file: String? {
      UploadList.isRemote(name) ? nil : String(name.dropFirst(RequestFile.scheme.count))
    }
  }

  /// The placeholders with their occurrences.
  var uses: [PlaceholderUse] {
    found.map { found in
      PlaceholderUse(
        name: found.name,
        locations: found.locations.flatMap { location in
          location.pointers.map { "\(location.file)#\($0)" }
        })
    }
  }

  private typealias Found = (name: String, locations: [(file: String, pointers: [String])])

  /// Returns whether a placeholder stands for an id.
  private static func isRemote(_ name: String) -> Bool { name.hasPrefix(RequestBody.remotePrefix) }

  /// Every placeholder, in the order of its first occurrence.
  private var found: [Found] {
    var all: [Found] = []
    var known: [String: Int] = [:]
    for call in calls {
      for (name, pointers) in call.json.placeholders {
        let index = known[name] ?? all.count
        if index == all.count {
          known[name] = index
          all.append((name, []))
        }
        all[index].locations.append((call.file, pointers))
      }
    }
    // The placeholder that a call's response fills isn't an occurrence to fill in.
    return all.map { found in
      let locations = found.locations.map { location in
        (location.file, location.pointers.filter { !$0.hasPrefix("/gives") })
      }
      return (found.name, locations.filter { !$0.1.isEmpty })
    }.filter { !$0.locations.isEmpty }
  }

  /// Returns the occurrences of a placeholder as JSON.
  private func locations(_ found: Found) -> [JSONValue] {
    found.locations.objects { ["in": $0.file, "at": $0.pointers] }
  }

  /// Returns the entry of a file to upload.
  private func file(_ found: Found) -> JSONValue {
    [
      "placeholder": found.name, "file": String(found.name.dropFirst(RequestFile.scheme.count)),
      "url": known[found.name]?.id, "places": locations(found),
    ]
  }

  /// Returns the entry of an id, with the call that produces it.
  private func remote(_ found: Found) -> JSONValue {
    let maker = first.first { $0.producedPlaceholder == found.name }
    return [
      "placeholder": found.name, "id": known[found.name]?.id, "account": known[found.name]?.account,
      "madeBy": maker?.file, "places": locations(found),
    ]
  }
}

extension Prerequisite {
  /// The call's file in a bundle.
  public var file: String { "first/\(name).json" }
}

extension UploadList.PlaceholderUse {
  /// Reads an entry of `uploads.json`; returns `nil` when it has no placeholder or no occurrences.
  init?(_ line: JSONValue) {
    guard let name = line["placeholder"]?.string, let locations = line["places"]?.array else {
      return nil
    }
    self.name = name
    self.locations = locations.flatMap { location in
      (location["at"]?.array ?? []).map { "\(location["in"]?.string ?? "")#\($0.string ?? "")" }
    }
  }
}

internal import Model

/// What has to be filled in before a request can be sent: every placeholder, and where it stands.
struct UploadList {
  /// A call of the bundle, by its file.
  struct Call {
    let file: String
    let json: JSONValue
  }

  let calls: [Call]
  let first: [Prerequisite]
  /// What the provider is known to hold in place of a placeholder.
  let known: [String: KnownID]

  var json: JSONValue {
    let found = found
    return [
      "castbook": "uploads/1",
      "files": .array(found.filter { !Self.isRemote($0.name) }.map(file)),
      "remotes": .array(found.filter { Self.isRemote($0.name) }.map(remote)),
    ]
  }

  /// Where placeholders stand, for comparing.
  struct Place: Hashable {
    let name: String
    let places: [String]

    /// The file of the bundle that it stands for.
    var file: String? {
      UploadList.isRemote(name) ? nil : String(name.dropFirst(RequestFile.scheme.count))
    }
  }

  var places: [Place] {
    found.map { found in
      Place(
        name: found.name,
        places: found.places.flatMap { place in place.pointers.map { "\(place.file)#\($0)" } })
    }
  }

  private typealias Found = (name: String, places: [(file: String, pointers: [String])])

  private static func isRemote(_ name: String) -> Bool { name.hasPrefix(RequestBody.remotes) }

  /// Every placeholder, in the order in which the calls have them.
  private var found: [Found] {
    var all: [Found] = []
    var known: [String: Int] = [:]
    for call in calls {
      for (name, pointers) in call.json.placeholders {
        let place = known[name] ?? all.count
        if place == all.count {
          known[name] = place
          all.append((name, []))
        }
        all[place].places.append((call.file, pointers))
      }
    }
    // What a call gives is no place that takes something.
    return all.map { found in
      let places = found.places.map { place in
        (place.file, place.pointers.filter { !$0.hasPrefix("/gives") })
      }
      return (found.name, places.filter { !$0.1.isEmpty })
    }.filter { !$0.places.isEmpty }
  }

  private func places(_ found: Found) -> JSONValue {
    .array(
      found.places.map { place in
        ["in": .string(place.file), "at": .array(place.pointers.map { .string($0) })]
      })
  }

  private func file(_ found: Found) -> JSONValue {
    [
      "placeholder": .string(found.name),
      "file": .string(String(found.name.dropFirst(RequestFile.scheme.count))),
      "url": known[found.name].map { .string($0.id) }, "places": places(found),
    ]
  }

  private func remote(_ found: Found) -> JSONValue {
    let maker = first.first { $0.gives == found.name }
    return [
      "placeholder": .string(found.name), "id": known[found.name].map { .string($0.id) },
      "account": known[found.name].map { .string($0.account) },
      "madeBy": maker.map { .string($0.file) }, "places": places(found),
    ]
  }
}

/// An id or an address that a provider gave for something, at one of its accounts.
public struct KnownID: Hashable, Sendable {
  public let id: String
  public let account: String

  public init(_ id: String, account: String) {
    self.id = id
    self.account = account
  }
}

extension Prerequisite {
  /// Its file in a bundle.
  public var file: String { "first/\(name).json" }
}

extension UploadList.Place {
  /// As a line of the list says it.
  init?(_ line: JSONValue) {
    guard let name = line["placeholder"]?.string, let places = line["places"]?.array else {
      return nil
    }
    self.name = name
    self.places = places.flatMap { place in
      (place["at"]?.array ?? []).map { "\(place["in"]?.string ?? "")#\($0.string ?? "")" }
    }
  }
}

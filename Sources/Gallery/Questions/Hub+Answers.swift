internal import Castbook

extension Hub {
  /// Answers what takes a moment.
  func answer(to visit: Visit) async throws -> WebAnswer {
    let parts = visit.target.parts[...]
    guard parts.first == "api" else { throw Refusal.notThere }
    let rest = parts.dropFirst(2)
    switch (visit.method, parts.dropFirst().first) {
    case ("GET", "events") where rest.isEmpty: return try events(visit)
    case ("GET", "files"): return try await file(visit, Array(rest))
    case ("GET", "downloads"): return try download(rest.first)
    case ("GET", "drops"): return try await dropped(Array(rest), visit.target)
    case ("POST", "drops") where rest.isEmpty: return try await drop(visit)
    case ("POST", "drops") where rest == ["keep"]: return try await keep(visit.object())
    case ("DELETE", "drops") where rest.count == 1: return letGo(rest[rest.startIndex])
    case ("POST", "shots"): return try await shots(visit.object(), exports: Array(rest))
    case ("GET", "library") where rest.isEmpty: return .json(try aboutLibrary())
    case ("GET", "elements") where rest.isEmpty: return .json(try elements(visit.target))
    case ("GET", "pages") where rest.isEmpty: return .json(try pages(visit.target))
    case ("GET", "handles") where rest.isEmpty: return .json(try handles(visit.target))
    case ("GET", "elements"): return .json(try await element(Array(rest), visit.target))
    case ("POST", "elements"): return .json(try await change(Array(rest), visit.object()))
    default: throw Refusal.notThere
    }
  }

  func targets(_ names: String?) throws -> [CheckTarget] {
    let wanted = names?.split(separator: ",").map(String.init) ?? []
    return try CheckTarget.resolve(
      wanted.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : wanted,
      today: ProcessEnvironment.today,
      in: options.catalogue)
  }

  /// An element by its identity.
  func identity(_ text: String) throws -> ULID {
    guard let element = ULID(text) else { throw Refusal.notThere }
    return element
  }

  func digest(_ text: String) throws -> Digest {
    guard let digest = Digest(hex: text) else { throw Refusal.notThere }
    return digest
  }
}

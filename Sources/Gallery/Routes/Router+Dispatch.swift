internal import Castbook

extension Router {
  /// Dispatches a request of the API to its route.
  func answer(to request: Request) async throws -> WebResponse {
    let parts = request.target.parts[...]
    guard parts.first == "api" else { throw Refusal.notFound }
    let path = parts.dropFirst(2)
    let needsLibrary = ![["GET", "events"], ["GET", "downloads"], ["DELETE", "drops"]]
      .contains([request.method, parts.dropFirst().first])
    if needsLibrary { try await shown.requirePresence() }
    switch (request.method, parts.dropFirst().first) {
    case ("GET", "events") where path.isEmpty: return try events(request)
    case ("GET", "files"): return try await file(request, Array(path))
    case ("GET", "downloads"): return try download(path.first)
    case ("GET", "drops"): return try await dropped(Array(path), request.target)
    case ("POST", "drops") where path.isEmpty: return try await drop(request)
    case ("POST", "drops") where path == ["keep"]: return try await keep(request.object())
    case ("POST", "drops") where path == ["replace"]: return try await replace(request.object())
    case ("POST", "drops") where path == ["import"]:
      return try await importPack(request.object())
    case ("POST", "drops") where path == ["document"]: return try await document(request.object())
    case ("POST", "packs") where path.isEmpty: return try await pack(request.object())
    case ("POST", "cast-sheet") where path.isEmpty: return try await castSheet(request.object())
    case ("DELETE", "drops") where path.count == 1: return discard(path[path.startIndex])
    case ("POST", "shots"): return try await shots(request.object(), exports: Array(path))
    case ("GET", "library") where path.isEmpty: return .json(try aboutLibrary())
    case ("GET", "elements") where path.isEmpty: return .json(try elements(request.target))
    case ("GET", "pages") where path.isEmpty: return .json(try pages(request.target))
    case ("GET", "projects") where path.isEmpty: return .json(try projects())
    case ("GET", "projects"): return .json(try project(Array(path)))
    case ("POST", "projects"):
      return .json(try changeProject(Array(path), request.object()))
    case ("GET", "exports") where path.isEmpty: return .json(try exports(request.target))
    case ("GET", "bundles"): return .json(try bundle(Array(path)))
    case ("POST", "takes"): return .json(try await take(Array(path), request.object()))
    case ("GET", "sends") where path.isEmpty: return .json(try sends())
    case ("POST", "sends"): return .json(try await send(Array(path), request.object()))
    case ("DELETE", "sends"): return .json(try stopSend(Array(path)))
    case ("POST", "jobs"): return .json(try await job(Array(path), request.object()))
    case ("GET", "team") where path.isEmpty: return .json(try aboutTeam())
    case ("POST", "team") where path.isEmpty: return .json(try exchange(request.object()))
    case ("DELETE", "team") where path.isEmpty: return .json(try stopExchange())
    case ("GET", "handles") where path.isEmpty: return .json(try handles(request.target))
    case ("GET", "elements"): return .json(try await element(Array(path), request.target))
    case ("POST", "elements"): return .json(try await change(Array(path), request.object()))
    default: throw Refusal.notFound
    }
  }

  /// Resolves the names of targets, separated by commas, or the default target when there
  /// are none.
  func targets(_ names: String?) throws -> [CheckTarget] {
    let wanted = names?.split(separator: ",").map(String.init) ?? []
    return try CheckTarget.resolve(
      wanted.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : wanted,
      today: ProcessEnvironment.today,
      in: options.catalogue)
  }

  /// Parses an element's ID. Throws `Refusal` with status 404 when it is invalid.
  func identity(_ text: String) throws -> ULID {
    guard let element = ULID(text) else { throw Refusal.notFound }
    return element
  }

  /// Parses a digest. Throws `Refusal` with status 404 when it is invalid.
  func digest(_ text: String) throws -> Digest {
    guard let digest = Digest(hex: text) else { throw Refusal.notFound }
    return digest
  }
}

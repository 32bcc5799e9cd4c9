internal import Files
internal import Library
internal import Media

/// An `element.json`.
struct ElementNote {
  let path: FilePath
  let value: JSONValue

  private static let keys = [
    "kind", "handle", "name", "description", "notes", "aliases", "tags", "person", "rights",
    "voice", "lookOf", "roles", "order", "best",
  ]
  private static let rightsKeys = ["basis", "holder", "expires", "document", "allowed"]

  /// The note, or an empty one when there is none.
  init(_ path: FilePath) throws {
    switch TextFile.read(path, limit: 1 << 20) {
    case .failure(.notFound): try self.init(Array("{}".utf8), path)
    case .failure(let failure):
      throw ElementLibraryError.wrong("\(path): \(failure.words)", fix: Self.mending)
    case .success(let bytes): try self.init(bytes, path)
    }
  }

  /// Reads what stands in one.
  init(_ bytes: [UInt8], _ path: FilePath) throws {
    self.path = path
    do {
      value = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8))
    } catch {
      throw ElementLibraryError.wrong("\(path), \(error)", fix: Self.mending)
    }
    try check(value, Self.keys, at: nil)
    if let rights = value["rights"] { try check(rights, Self.rightsKeys, at: "rights") }
  }

  private static let mending = "fix it or delete it"

  var isEmpty: Bool { value.members?.isEmpty ?? true }

  // MARK: What is wrong, and where

  /// An error that names the place in the file: `cast/mira/element.json, rights.basis: …`.
  private func wrong(_ place: String?, _ problem: String, fix: String) -> ElementLibraryError {
    .wrong("\(path)\(place.map { ", \($0)" } ?? ""): \(problem)", fix: fix)
  }

  /// Something else stands there than should.
  private func unexpected(
    _ value: JSONValue, at place: String?, wanted: String, such example: String
  ) -> ElementLibraryError {
    let found = value.string.map { "\"\($0)\"" } ?? value.kind
    return wrong(
      place, "found \(found), expected \(wanted)",
      fix: "write it like \(example)")
  }

  /// It names a file that is not there.
  func absent(_ name: String, at place: String, among known: Set<String>) -> ElementLibraryError {
    let near = nearestName(to: name, among: known.sorted())
    return wrong(
      place, "no file \"\(name)\" in \(path.folder)",
      fix: near.map { "did you mean \"\($0)\"?" } ?? "remove it, or put the file there")
  }

  private func check(_ value: JSONValue, _ keys: [String], at place: String?) throws {
    guard let members = value.members else {
      throw unexpected(
        value, at: place, wanted: "an object",
        such: place == nil ? "{\"name\": \"Mira\"}" : "{\"basis\": \"own\"}")
    }
    guard let unknown = members.first(where: { !keys.contains($0.key) })?.key else { return }
    throw wrong(
      place.map { "\($0).\(unknown)" } ?? unknown, "unknown key",
      fix: nearestName(to: unknown, among: keys).map { "did you mean \"\($0)\"?" }
        ?? "the keys are \(keys.joined(separator: ", "))")
  }

  // MARK: What stands in it

  private func text(_ key: String, in object: String? = nil) throws -> String? {
    guard let value = (object.map { value[$0] } ?? value)?[key] else { return nil }
    guard let text = value.string else {
      throw unexpected(
        value, at: object.map { "\($0).\(key)" } ?? key, wanted: "a text", such: "\"…\"")
    }
    return text
  }

  private func texts(_ key: String, in object: String? = nil) throws -> [String] {
    guard let value = (object.map { value[$0] } ?? value)?[key] else { return [] }
    let place = object.map { "\($0).\(key)" } ?? key
    guard let values = value.array else {
      throw unexpected(value, at: place, wanted: "a list of texts", such: "[\"…\", \"…\"]")
    }
    return try values.enumerated().map { number, value in
      guard let text = value.string else {
        throw unexpected(value, at: "\(place)[\(number + 1)]", wanted: "a text", such: "\"…\"")
      }
      return text
    }
  }

  /// One of an enumeration's words.
  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, at place: String
  ) throws -> Word {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    throw wrong(
      place, "\"\(text)\" is not one of \(words.joined(separator: ", "))",
      fix: nearestName(to: text, among: words).map { "did you mean \"\($0)\"?" }
        ?? "choose one of them")
  }

  var kind: ElementKind? { get throws { try text("kind").map { try word($0, at: "kind") } } }

  var handle: Handle? {
    get throws {
      guard let text = try text("handle") else { return nil }
      do {
        return try Handle(text)
      } catch {
        throw wrong("handle", error.message, fix: error.fix)
      }
    }
  }

  var texts: ElementTexts {
    get throws {
      var texts = ElementTexts()
      texts.name = try text("name")
      texts.description = try text("description")
      texts.notes = try text("notes")
      texts.person = try text("person").map { try word($0, at: "person") }
      texts.tags = try self.texts("tags")
      texts.aliases = try self.texts("aliases")
      return texts
    }
  }

  func rights(in folder: FilePath) throws -> RightsChange {
    guard let object = value["rights"] else { return RightsChange() }
    var rights = RightsChange()
    rights.basis = try text("basis", in: "rights").map { try word($0, at: "rights.basis") }
    rights.holder = try text("holder", in: "rights")
    if let text = try text("expires", in: "rights") {
      guard let day = Day(text) else {
        throw wrong(
          "rights.expires", "\"\(text)\" is not a valid date",
          fix: "write it as year-month-day, such as \"2027-01-31\"")
      }
      rights.expires = day
    }
    if let name = try text("document", in: "rights") {
      guard !name.isEmpty, !name.contains("/"), name != "..", name != "." else {
        throw wrong(
          "rights.document", "\"\(name)\" is not the name of a file in \(folder)",
          fix: "put the file there and give only its name")
      }
      rights.document = folder.appending(Array(name.utf8))
    }
    if object["allowed"] != nil {
      rights.allowed = try texts("allowed", in: "rights").enumerated().map { number, text in
        try word(text, at: "rights.allowed[\(number + 1)]")
      }
    }
    return rights
  }

  func reference(_ key: String) throws -> HandleReference? {
    guard let text = try text(key) else { return nil }
    do {
      return try HandleReference(text.hasPrefix("@") ? text : "@\(text)")
    } catch {
      throw wrong(key, error.message, fix: "write the handle of an element, such as \"@mira\"")
    }
  }

  var roles: [String: Role] {
    get throws {
      guard let object = value["roles"] else { return [:] }
      guard let members = object.members else {
        throw unexpected(
          object, at: "roles", wanted: "an object", such: "{\"IMG_2041.jpg\": \"front\"}")
      }
      var roles: [String: Role] = [:]
      for member in members {
        let place = "roles[\"\(member.key)\"]"
        guard let text = member.value.string else {
          throw unexpected(member.value, at: place, wanted: "a role", such: "\"front\"")
        }
        guard let role = Role(typed: text) else {
          throw wrong(place, "unknown role \"\(text)\"", fix: Role.fix(for: text))
        }
        roles[NormalText.nfc(member.key)] = role
      }
      return roles
    }
  }

  var order: [String] { get throws { try texts("order").map(NormalText.nfc) } }

  /// Files that `castbook sort` proposes to put first. Those that are not there any more don't count.
  var best: [String] { get throws { try texts("best").map(NormalText.nfc) } }
}

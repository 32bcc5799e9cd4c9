internal import Files
internal import Library
internal import Media
internal import UnicodeText

/// An `element.json`, which describes the element that its folder contains.
///
/// Every property throws `ElementLibraryError.invalidRequest` if its value isn't valid, with the
/// path of the file and the key.
struct ElementNote {
  let path: FilePath
  /// The whole JSON value, which is an object.
  let value: JSONValue

  /// The keys that the object may have.
  private static let keys = [
    "kind", "handle", "name", "description", "notes", "aliases", "tags", "person", "rights",
    "voice", "lookOf", "roles", "order", "best",
  ]
  /// The keys that the object `rights` may have.
  private static let rightsKeys = ["basis", "holder", "expires", "document", "allowed"]

  /// Reads a note, which is empty if the file doesn't exist. Files above 1 MiB are refused.
  init(_ path: FilePath) throws {
    switch TextFile.read(path, limit: 1 << 20) {
    case .failure(.notFound): try self.init(Array("{}".utf8), path)
    case .failure(let failure):
      throw ElementLibraryError.invalidRequest("\(path): \(failure.message)", fix: Self.repairHint)
    case .success(let bytes): try self.init(bytes, path)
    }
  }

  /// Parses a note and refuses unknown keys, since a misspelt key would be ignored without notice.
  init(_ bytes: [UInt8], _ path: FilePath) throws {
    self.path = path
    do {
      value = try JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 8))
    } catch {
      throw ElementLibraryError.invalidRequest("\(path), \(error)", fix: Self.repairHint)
    }
    try check(value, Self.keys, at: nil)
    if let rights = value["rights"] { try check(rights, Self.rightsKeys, at: "rights") }
  }

  /// The fix for a file that can't be read or parsed.
  private static let repairHint = "fix it or delete it"

  /// Whether the note says nothing.
  var isEmpty: Bool { value.members?.isEmpty ?? true }

  // MARK: Errors

  /// Returns an error that names the key in the file: `cast/mira/element.json, rights.basis: …`.
  private func wrong(_ keyPath: String?, _ problem: String, fix: String?) -> ElementLibraryError {
    .invalidRequest("\(path)\(keyPath.map { ", \($0)" } ?? ""): \(problem)", fix: fix)
  }

  /// Returns the error for a value of the wrong type.
  ///
  /// - Parameters:
  ///   - wanted: The expected type, such as `a text`.
  ///   - example: A valid value to show.
  private func unexpected(
    _ value: JSONValue, at keyPath: String?, wanted: String, such example: String
  ) -> ElementLibraryError {
    let found = value.string.map { "\"\($0)\"" } ?? value.kind
    return wrong(
      keyPath, "found \(found), expected \(wanted)",
      fix: "write it like \(example)")
  }

  /// Returns the error for a file name that the folder doesn't contain, with the nearest name as a
  /// hint.
  func missingFile(_ name: String, at keyPath: String, among known: Set<String>)
    -> ElementLibraryError
  {
    let near = nearestName(to: name, among: known.sorted())
    return wrong(
      keyPath, "no file \"\(name)\" in \(path.folder)",
      fix: near.map { "did you mean \"\($0)\"?" } ?? "remove it, or put the file there")
  }

  /// Checks that a value is an object with no other keys than the given ones.
  private func check(_ value: JSONValue, _ keys: [String], at keyPath: String?) throws {
    guard let members = value.members else {
      throw unexpected(
        value, at: keyPath, wanted: "an object",
        such: keyPath == nil ? "{\"name\": \"Mira\"}" : "{\"basis\": \"own\"}")
    }
    guard let unknown = members.first(where: { !keys.contains($0.key) })?.key else { return }
    throw wrong(
      keyPath.map { "\($0).\(unknown)" } ?? unknown, "unknown key",
      fix: nearestName(to: unknown, among: keys).map { "did you mean \"\($0)\"?" }
        ?? "the keys are \(keys.joined(separator: ", "))")
  }

  // MARK: Values

  /// Returns a text, or `nil` if the key is missing.
  private func text(_ key: String, in object: String? = nil) throws -> String? {
    guard let value = (object.map { value[$0] } ?? value)?[key] else { return nil }
    guard let text = value.string else {
      throw unexpected(
        value, at: object.map { "\($0).\(key)" } ?? key, wanted: "a text", such: "\"…\"")
    }
    return text
  }

  /// Returns a list of texts, which is empty if the key is missing.
  private func texts(_ key: String, in object: String? = nil) throws -> [String] {
    guard let value = (object.map { value[$0] } ?? value)?[key] else { return [] }
    let keyPath = object.map { "\($0).\(key)" } ?? key
    guard let values = value.array else {
      throw unexpected(value, at: keyPath, wanted: "a list of texts", such: "[\"…\", \"…\"]")
    }
    return try values.enumerated().map { number, value in
      guard let text = value.string else {
        throw unexpected(value, at: "\(keyPath)[\(number + 1)]", wanted: "a text", such: "\"…\"")
      }
      return text
    }
  }

  /// Returns the case of an enumeration that a text names.
  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, at keyPath: String
  ) throws -> Word {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    throw wrong(
      keyPath, "\"\(text)\" is not one of \(words.joined(separator: ", "))",
      fix: nearestName(to: text, among: words).map { "did you mean \"\($0)\"?" }
        ?? "choose one of them")
  }

  /// The kind of the element, or `nil` if the note doesn't state it.
  var kind: ElementKind? { get throws { try text("kind").map { try word($0, at: "kind") } } }

  /// The handle of the element, or `nil` if the note doesn't state it.
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

  /// The texts of the element, as far as the note states them.
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

  /// The rights of the element, as far as the note states them. A document is named by its file
  /// name in `folder`.
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

  /// Returns the element that a key refers to, with or without the at sign, or `nil` if it is
  /// missing.
  func reference(_ key: String) throws -> HandleReference? {
    guard let text = try text(key) else { return nil }
    do {
      return try HandleReference(withOptionalAtSign: text)
    } catch {
      throw wrong(key, error.message, fix: "write the handle of an element, such as \"@mira\"")
    }
  }

  /// The roles of files, by file name in Unicode normalization form C.
  var roles: [String: Role] {
    get throws {
      guard let object = value["roles"] else { return [:] }
      guard let members = object.members else {
        throw unexpected(
          object, at: "roles", wanted: "an object", such: "{\"IMG_2041.jpg\": \"front\"}")
      }
      var roles: [String: Role] = [:]
      for member in members {
        let keyPath = "roles[\"\(member.key)\"]"
        guard let text = member.value.string else {
          throw unexpected(member.value, at: keyPath, wanted: "a role", such: "\"front\"")
        }
        guard let role = Role(typed: text) else {
          throw wrong(keyPath, "unknown role \"\(text)\"", fix: Role.fix(for: text))
        }
        roles[NormalText.nfc(member.key)] = role
      }
      return roles
    }
  }

  /// The names of the files that come first, in this order.
  var order: [String] { get throws { try texts("order").map(NormalText.nfc) } }

  /// The names of the files that `castbook sort` proposes to put first. Files that don't exist any
  /// more are ignored.
  var best: [String] { get throws { try texts("best").map(NormalText.nfc) } }
}

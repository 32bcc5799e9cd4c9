internal import Castbook
internal import Model

/// The resources that are in the library: elements and their pictures.
enum LibraryResources {
  /// How long a client may keep an element.
  private static let elementCache = CacheRule(seconds: 5, isPublic: false)
  /// How long a client may keep a picture: its address is its content.
  private static let pictureCache = CacheRule(seconds: 3600, isPublic: false)

  /// Returns the template for elements: `mira`, or with a revision `mira:3`.
  static func element(_ workspace: Workspace) -> AgentResourceTemplate {
    AgentResourceTemplate(
      "castbook://element/", variable: "element", name: "element", title: "An element",
      description: "The facts and files of an element; mira:3 is its third revision.",
      type: "text/plain", cache: elementCache,
      read: { name in
        let reference = try HandleReference(withOptionalAtSign: name)
        let details = try Show(reference).run(in: try await workspace.library())
        let facts = ElementFacts(details, limit: ShowTool.usualLimit, in: workspace.roots)
        return ResourceContent(
          type: "text/plain", body: .text(facts.lines.joined(separator: "\n")))
      },
      complete: { typed, _ in
        guard let library = try await workspace.libraryIfAny() else { return CompletedValues([]) }
        let start = typed.hasPrefix("@") ? String(typed.dropFirst()) : typed
        let elements = try library.elements(startingWith: start, limit: 101)
        let suffixes = try library.suffixes(of: elements)
        let names = zip(elements, suffixes).map { element, suffix in
          String(element.handle.text(suffix: suffix).dropFirst())
        }
        return CompletedValues(names)
      })
  }

  /// Returns the template for small versions of the pictures of elements.
  static func thumbnail(_ workspace: Workspace) -> AgentResourceTemplate {
    AgentResourceTemplate(
      "castbook://thumbnail/", variable: "sha256", name: "thumbnail", title: "A small picture",
      description: "A picture of an element, at most 320 pixels wide and high.",
      type: "image/jpeg", cache: pictureCache,
      read: { name in
        let library = try await workspace.library()
        guard let digest = Digest(hex: name), try library.showsFile(digest),
          let bytes = await Previews(of: library).preview(of: digest, .small)
        else {
          throw FileVerbError.invalidRequest(
            "no element has a picture «\(sanitized(name.shortened))»",
            fix: "use the sha256 of a file that show lists")
        }
        return ResourceContent(type: "image/jpeg", body: .bytes(bytes))
      })
  }
}

extension BuiltInResources {
  /// The schemas of the documents that answers contain with detail: full.
  static let schema = AgentResourceTemplate(
    "castbook://schema/", variable: "schema", name: "schema", title: "A schema",
    description: "The JSON Schema of a published document: check-2 for check/2.",
    type: "application/schema+json",
    read: { name in
      guard let schema = addressed(name) else {
        throw FileVerbError.invalidRequest(
          "no schema «\(sanitized(name.shortened))»", fix: "complete its name")
      }
      // Without the spaces that people read it with.
      return ResourceContent(
        type: "application/schema+json",
        body: .text(try JSONParser.parse(Array(schema.text.utf8)).compactText))
    },
    complete: { typed, _ in
      CompletedValues(
        PublishedSchema.names.compactMap { PublishedSchema.named($0).flatMap(address(of:)) }
          .filter { $0.hasPrefix(typed) })
    })

  /// Returns the schema of a document by its name in an address: `check-2` for `check/2`.
  private static func addressed(_ name: String) -> PublishedSchema? {
    guard let dash = name.lastIndex(of: "-"),
      let schema = PublishedSchema.named(String(name[..<dash])), address(of: schema) == name
    else { return nil }
    return schema
  }

  /// Returns the name and version of a schema's document in an address; `nil` if it has none.
  private static func address(of schema: PublishedSchema) -> String? {
    (try? JSONParser.parse(Array(schema.text.utf8)))?["title"]?.string.map(Schema.address)
  }
}

internal import Model

/// Gathers what manifests state: texts of unknown origin, shortened, and only so many of them.
enum ClaimStatements {
  private static let maximumCount = 20

  /// Adds what a manifest states about the file.
  ///
  /// - Parameters:
  ///   - isActive: Whether it is the file's own manifest, whose title and author count.
  ///   - isParent: Whether the file is a later version of the one that the manifest is about.
  static func add(
    _ manifest: Manifest, _ claim: Claim, isActive: Bool, isParent: Bool = true,
    to found: inout ContentCredentials
  ) {
    if isActive {
      found.title = text(claim.value["dc:title"]?.text)
      found.generator = generator(of: claim.value)
      for box in manifest.assertions("stds.schema-org.CreativeWork") {
        for author in authors(in: box) { add(author, to: &found.authors) }
      }
    }
    for box in manifest.assertions("c2pa.actions") {
      guard let value = box.cbor else { continue }
      let shared = value["softwareAgents"]?.array ?? []
      for action in (value["actions"]?.array ?? []).prefix(1000) {
        let source = action["digitalSourceType"]?.text.flatMap { DigitalSource($0) }
        guard isParent else {
          if source?.isGenerated == true { found.hasGeneratedIngredient = true }
          continue
        }
        if isActive { add(text(action["action"]?.text), to: &found.actions) }
        if let source, found.sources.count < maximumCount, !found.sources.contains(source) {
          found.sources.append(source)
        }
        let index = action["softwareAgentIndex"]?.integer ?? -1
        let agent = shared.indices.contains(index) ? shared[index] : action["softwareAgent"]
        add(agent.map(program) ?? "", to: &found.agents)
      }
    }
  }

  /// Adds the name of an ingredient.
  static func add(_ ingredient: String, to found: inout ContentCredentials) {
    add(ingredient, to: &found.ingredients)
  }

  private static func add(_ text: String, to list: inout [String]) {
    guard !text.isEmpty, list.count < maximumCount, !list.contains(text) else { return }
    list.append(text)
  }

  private static func text(_ text: String?) -> String {
    String(ofFile: (text ?? "").utf8, limit: 200)
  }

  /// The program that wrote a claim. Earlier versions have only one text for it.
  private static func generator(of claim: CBORValue) -> String {
    let stated = claim["claim_generator_info"]
    if let info = stated?.array?.first ?? stated, info.isMap { return program(info) }
    return text(claim["claim_generator"]?.text)
  }

  /// A program's name and version, or the text that names it.
  private static func program(_ value: CBORValue) -> String {
    if let name = value.text { return text(name) }
    return [value["name"]?.text, value["version"]?.text].map { text($0) }.filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// The authors in a description by schema.org.
  private static func authors(in box: Superbox) -> [String] {
    guard let bytes = box.content("json"), bytes.count <= 1 << 20,
      let value = try? JSONParser.parse(Array(bytes))
    else { return [] }
    let stated = value["author"]?.array ?? [value["author"]].compactMap(\.self)
    return stated.prefix(maximumCount).compactMap { $0["name"]?.string }.map { text($0) }
  }
}

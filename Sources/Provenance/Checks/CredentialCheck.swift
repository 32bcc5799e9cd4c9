internal import Model

/// Checks the credentials of one file, and gathers what they state.
struct CredentialCheck {
  private let store: ManifestStore
  private let embedded: EmbeddedStore
  private let source: ByteSource
  private let format: MediaFormat
  private var found = ContentCredentials()
  private var chain: CertificateChain?
  /// The hashes of manifests that were computed, by label and function. Many ingredients may refer
  /// to one.
  private var hashes: [String: [UInt8]] = [:]

  /// The largest number of ingredients' manifests that are followed.
  private static let maximumManifests = 500

  init(
    _ store: ManifestStore, _ embedded: EmbeddedStore, _ source: ByteSource, _ format: MediaFormat
  ) {
    (self.store, self.embedded) = (store, embedded)
    (self.source, self.format) = (source, format)
  }

  /// Checks the active manifest, what it is bound to, and the manifests that it refers to.
  mutating func run() -> ProvenanceReader.Reading {
    guard store.active.kind != "c2cm" else {
      return .init(ContentCredentials([CredentialProblem(.compressed)]))
    }
    guard let manifest = Manifest(store.active) else {
      return .init(ContentCredentials([CredentialProblem(.damaged)]))
    }
    guard let claim = readClaim(of: manifest) else { return .init(found) }
    checkSignature(of: manifest, claim)
    checkAssertions(of: manifest, claim)
    ClaimStatements.add(manifest, claim, isActive: true, to: &found)
    let parent = followIngredients(of: manifest, claim)
    // If the signature is wrong, reading a large file would change nothing.
    if found.state != .invalid { checkBinding(of: manifest, claim, parent) }
    return .init(found, chain)
  }

  private func problem(_ code: CredentialProblem.Code, _ text: String = "") -> CredentialProblem {
    CredentialProblem(code, String(ofFile: text.utf8, limit: 100))
  }

  // MARK: The claim

  /// Reads the claim of the active manifest; `nil` if it is missing or malformed.
  private mutating func readClaim(of manifest: Manifest) -> Claim? {
    guard manifest.claims.count == 1 else {
      found.add(problem(manifest.claims.isEmpty ? .claimMissing : .severalClaims))
      return nil
    }
    guard let claim = Claim(manifest.claims[0]) else {
      found.add(problem(.damaged, "the claim"))
      return nil
    }
    return claim
  }

  private mutating func checkSignature(of manifest: Manifest, _ claim: Claim) {
    guard manifest.signatures.count == 1, let box = manifest.signatures[0].content("cbor") else {
      return found.add(problem(.signatureMissing))
    }
    do throws(CredentialProblem) {
      let signature = try ClaimSignature(box)
      chain = signature.chain
      found.signer = signature.chain.signer(signature.scheme.name, stamped: signature.stamped)
      switch signature.matches(claim.signed) {
      case true?: break
      case false?: found.add(problem(.signatureWrong))
      case nil: found.add(problem(.unknownAlgorithm, "of the signer's key"))
      }
      if let problem = signature.chain.problem { found.add(problem) }
    } catch {
      found.add(error)
    }
  }

  /// Compares each assertion with its hash in the claim. There may be no others.
  private mutating func checkAssertions(of manifest: Manifest, _ claim: Claim) {
    var boxes: [String: Superbox] = [:]
    for box in manifest.assertions where boxes.updateValue(box, forKey: box.label) != nil {
      found.add(problem(.assertionRepeated, box.label))
    }
    var declared: Set<String> = []
    for reference in claim.assertions {
      guard let reference, reference.path.count == 2, reference.path[0] == "c2pa.assertions",
        reference.manifest == nil || reference.manifest == manifest.label
      else {
        found.add(problem(.assertionMissing, "an assertion of another manifest"))
        continue
      }
      let label = String(reference.path[1])
      guard declared.insert(label).inserted else {
        found.add(problem(.assertionRepeated, label))
        continue
      }
      guard let box = boxes[label] else {
        found.add(problem(.assertionMissing, label))
        continue
      }
      switch reference.matches(box.hashed, claim.algorithm) {
      case true?: break
      case false?: found.add(problem(.assertionChanged, label))
      case nil: found.add(problem(.unknownAlgorithm, reference.algorithm ?? claim.algorithm ?? ""))
      }
    }
    for label in boxes.keys.sorted() where !declared.contains(label) {
      found.add(problem(.assertionUndeclared, label))
    }
  }

  // MARK: The binding

  /// The assertions that bind a claim to its content.
  private static let bindings: Set<String> = [
    "c2pa.hash.data", "c2pa.hash.bmff", "c2pa.hash.boxes", "c2pa.hash.collection.data",
  ]

  /// Compares the file with what was signed. An update has no binding of its own: that of its
  /// parent counts.
  private mutating func checkBinding(of manifest: Manifest, _ claim: Claim, _ parent: Manifest?) {
    var (bound, standard) = (manifest, claim.algorithm)
    if manifest.isUpdate {
      guard let parent, !parent.isUpdate else {
        return found.add(problem(.unknownBinding, "an update of an update"))
      }
      bound = parent
      standard = parent.claims.first.flatMap { Claim($0) }?.algorithm
    }
    let binding = bound.assertions.filter { Self.bindings.contains(Manifest.name(of: $0.label)) }
    guard let first = binding.first else { return found.add(problem(.bindingMissing)) }
    guard binding.count == 1 else { return found.add(problem(.severalBindings)) }
    guard let value = first.cbor else { return found.add(problem(.damaged, first.label)) }
    do throws(CredentialProblem) {
      let problem: CredentialProblem?
      switch Manifest.name(of: first.label) {
      case "c2pa.hash.data":
        problem = try ByteBinding(value, standard).problem(
          in: source, embedded.places, resized: manifest.isUpdate)
      case "c2pa.hash.bmff":
        problem = try MovieBinding(value, label: first.label, standard).problem(in: source)
      case "c2pa.hash.boxes":
        problem = try PartBinding(value, standard).problem(in: source, format, embedded.places)
      default: problem = self.problem(.unknownBinding, first.label)
      }
      if let problem { found.add(problem) }
    } catch {
      found.add(error)
    }
  }

  // MARK: Ingredients

  /// An ingredient of a manifest.
  private struct Ingredient {
    let title: String
    let isParent: Bool
    /// The manifest that it refers to; `nil` if it had no credentials.
    let reference: HashedReference?

    init?(_ box: Superbox) {
      guard Manifest.name(of: box.label) == "c2pa.ingredient", let value = box.cbor else {
        return nil
      }
      title = String(ofFile: (value["dc:title"]?.text ?? "").utf8, limit: 100)
      isParent = value["relationship"]?.text == "parentOf"
      reference = (value["activeManifest"] ?? value["c2pa_manifest"]).flatMap(HashedReference.init)
    }
  }

  /// Compares the manifests of all ingredients, and of theirs, with their hashes, and gathers what
  /// those of parents state.
  ///
  /// - Returns: The manifest of the direct parent, if it is intact.
  private mutating func followIngredients(of manifest: Manifest, _ claim: Claim) -> Manifest? {
    var direct: Manifest?
    var visited: Set<String> = [manifest.label]
    var waiting = [(manifest: manifest, isParent: true, redacts: claim.redacts)]
    while let (next, isParent, redacts) = waiting.popLast() {
      for ingredient in next.assertions.compactMap(Ingredient.init) {
        if next.label == manifest.label { ClaimStatements.add(ingredient.title, to: &found) }
        guard let reference = ingredient.reference else { continue }
        guard let box = read(reference, ingredient.title, redacts) else { continue }
        let isFirst = visited.insert(box.label).inserted
        guard isFirst, visited.count <= Self.maximumManifests else { continue }
        guard box.kind != "c2cm", let manifest = Manifest(box),
          let claim = manifest.claims.first.flatMap({ Claim($0) })
        else {
          found.add(problem(.ingredientUnchecked, ingredient.title))
          continue
        }
        let isOurs = isParent && ingredient.isParent
        ClaimStatements.add(manifest, claim, isActive: false, isParent: isOurs, to: &found)
        if isOurs, next.label == self.store.active.label { direct = direct ?? manifest }
        waiting.append((manifest, isOurs, redacts || claim.redacts))
      }
    }
    return direct
  }

  /// Returns the manifest of an ingredient; `nil` if it is missing or changed, which is noted.
  private mutating func read(
    _ reference: HashedReference, _ title: String, _ redacts: Bool
  ) -> Superbox? {
    guard let label = reference.manifest, reference.path.isEmpty, let box = store[label] else {
      found.add(problem(.ingredientChanged, title))
      return nil
    }
    let name = reference.algorithm ?? "sha256"
    guard let function = HashFunction(rawValue: name) else {
      found.add(problem(.ingredientUnchecked, title))
      return nil
    }
    let hash = hashes[label + name] ?? function.hash(of: box.hashed)
    hashes[label + name] = hash
    guard hash == Array(reference.hash) else {
      // Removing parts of an ingredient's manifest is allowed if the claim says so.
      found.add(problem(redacts ? .ingredientUnchecked : .ingredientChanged, title))
      return nil
    }
    return box
  }
}

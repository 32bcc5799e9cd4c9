internal import Files
internal import Library
internal import Media

/// Makes the part of a dataset that one element is.
struct DatasetMaker {
  let export: ExportDataset
  let element: FoundElement
  let terms: DatasetTerms
  let targets: [CheckTarget]

  private var revision: ElementRevision { element.revision.revision }

  /// Prepares the pictures and measures what they cover.
  ///
  /// - Parameter isDry: Whether copies that are made are not kept.
  func run(in library: ElementLibrary, isDry: Bool) async throws -> DatasetElement {
    let (usable, unusable) = try files(in: library)
    let list = FileList([
      .element(
        ElementFiles(
          handle: element.handle, name: revision.name, findings: [], kind: revision.kind,
          files: usable))
    ])
    var scoring = Score(kind: revision.kind)
    scoring.keeper = library.store
    scoring.decoder = library.decoder
    let set = try await scoring.run(list) { _ in }
    let preparation = Preparation(targets: targets)
    let prepared =
      isDry
      ? try await library.plan(preparation, list) : try await preparation.run(list, in: library)
    let references = Dictionary(
      revision.distinctReferences.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
    var pictures: [DatasetPicture] = []
    var repeated: [DatasetElement.LeftOut] = []
    for file in prepared.files {
      guard let reference = file.number.flatMap({ references[$0] }),
        let picture = picture(file, reference)
      else { continue }
      if let same = pictures.first(where: { $0.blob == picture.blob }) {
        repeated.append(
          DatasetElement.LeftOut(
            number: picture.number, name: file.path.name.text,
            reason: "is the same picture as \(same.number)"))
      } else {
        pictures.append(picture)
      }
    }
    let refused = prepared.files.filter { $0.passingFacts?.image == nil }.compactMap(leftOut)
    return DatasetElement(
      handle: element.handle, revision: element.revision.digest, sequence: revision.sequence,
      kind: revision.kind, trigger: terms.trigger, classWord: terms.classWord,
      folder: export.layout.folder(terms, repeats: export.repeats), pictures: pictures,
      leftOut: (unusable + refused + repeated).sorted { $0.number < $1.number },
      coverage: coverage(of: pictures, set.judged))
  }

  /// Returns the pictures of the element, and the files that a dataset can't have.
  private func files(
    in library: ElementLibrary
  ) throws -> (usable: [ListedFile], leftOut: [DatasetElement.LeftOut]) {
    let all = try library.files(of: element.reference).files
    var usable: [ListedFile] = []
    var leftOut: [DatasetElement.LeftOut] = []
    for file in all {
      let medium = try file.blob.flatMap { blob in
        try library.contents { try $0.blobs.facts(of: blob, as: file.path) }?.format?.medium
      }
      let reason: String? =
        switch medium {
        case .clip: "is a clip"
        case .sound: "is a sound"
        case .other: "is not a picture"
        case .picture, nil: file.isSheet ? "shows several views" : nil
        }
      if let reason, let number = file.number {
        leftOut.append(
          DatasetElement.LeftOut(number: number, name: file.path.name.text, reason: reason))
      } else {
        usable.append(file)
      }
    }
    return (usable, leftOut)
  }

  private func picture(_ file: PreparedFile, _ reference: Reference) -> DatasetPicture? {
    guard let number = file.number, let facts = file.passingFacts, let digest = facts.digest,
      let size = facts.image?.size
    else { return nil }
    let what = reference.role == .unsorted ? "picture" : reference.role.rawValue
    let suffix = facts.format?.suffixes.first.map { ".\($0)" } ?? ""
    return DatasetPicture(
      number: number, role: reference.role,
      file: "\(what)-\(digest.hex.prefix(8))\(suffix)", caption: caption(reference),
      original: reference.blob, blob: digest, size: size)
  }

  private func caption(_ reference: Reference) -> String {
    export.captions.caption([
      .trigger: terms.trigger, .class: terms.classWord, .role: reference.role.captionWords,
      .note: reference.note, .name: revision.name, .description: revision.description,
    ])
  }

  private func leftOut(_ file: PreparedFile) -> DatasetElement.LeftOut? {
    file.number.map { number in
      let reason = (file.refusals.first ?? file.before.allFindings.worstFirst.first)?.message
      return DatasetElement.LeftOut(
        number: number, name: file.path.name.text, reason: reason ?? "can't be prepared")
    }
  }

  // MARK: Coverage

  private func coverage(of pictures: [DatasetPicture], _ set: JudgedSet?) -> DatasetCoverage {
    let members = set?.members ?? []
    func number(_ member: Int) -> Int { members[member].number ?? member + 1 }
    let roles = Role.allCases.map { role in
      (role: role, count: pictures.count { $0.role == role })
    }
    let possible = ResolutionBuckets(resolution: export.resolution)
    let sizes = pictures.map { possible.size(of: $0.size) }
    let buckets = sizes.groupedInOrder { $0 }.map { (size: $0.key, count: $0.elements.count) }
    let area = export.resolution * export.resolution
    return DatasetCoverage(
      roles: roles.filter { $0.count > 0 }, missing: set?.scores.coverage.missing ?? [],
      pairs: (set?.scores.pairs ?? []).map {
        DatasetCoverage.Pair(first: number($0.first), second: number($0.second), kind: $0.kind)
      },
      odd: (set?.lightingOutliers ?? [:]).map { (number: number($0.key), light: $0.value) }
        .sorted { $0.number < $1.number },
      buckets: buckets.sorted {
        ($1.count, $0.size.width, $0.size.height) < ($0.count, $1.size.width, $1.size.height)
      },
      small: pictures.filter { $0.size.width * $0.size.height < area }.map(\.number),
      advice: set?.advice)
  }
}

extension ElementLibrary {
  /// Plans copies without keeping them.
  fileprivate func plan(
    _ preparation: Preparation, _ list: FileList
  ) async throws -> Preparation.Outcome {
    var preparation = preparation
    preparation.decoder = decoder
    return try await preparation.plan(list) { _ in }
  }
}

internal import Checking

/// The JSON that only the gallery's page uses, in addition to that of the commands
/// (`docs/gallery-api.md`).
public enum GalleryJSON {
  /// Returns `elements/2`: a page of a list or of a search, with covers.
  ///
  /// The three arrays have the same order.
  public static func page(
    _ elements: [ElementSummary], _ statuses: [ElementStatus], _ overviews: [ElementOverview],
    total: Int?, next: Int?
  ) -> JSONValue {
    [
      "castbook": "elements/2",
      "elements": .array(
        elements.indices.map { index in
          let summary = ElementJSON.summary(elements[index], statuses[index]).members ?? []
          return .object(
            summary + [JSONValue.Member("place", .integer(elements[index].position))]
              + members(overviews[index]))
        }),
      "total": total.map { .integer($0) }, "next": next.map { .integer($0) },
    ]
  }

  /// Returns the members of an overview.
  private static func members(_ overview: ElementOverview) -> [JSONValue.Member] {
    let value: JSONValue = [
      "cover": overview.cover.map(cover), "status": overview.status.map { .string($0.rawValue) },
    ]
    return value.members ?? []
  }

  /// Returns the file that represents an element.
  private static func cover(_ cover: ElementOverview.Cover) -> JSONValue {
    [
      "sha256": .string(cover.blob.hex), "medium": .string(cover.medium.rawValue),
      "width": cover.size.map { .integer($0.width) },
      "height": cover.size.map { .integer($0.height) },
    ]
  }

  /// Returns an element that is only linked to: its names and its cover.
  public static func brief(_ element: ElementSummary, _ overview: ElementOverview) -> JSONValue {
    [
      "element": .string(element.element.text), "handle": .string(element.handle.name),
      "name": .string(element.name), "kind": .string(element.kind.rawValue),
      "retired": element.isRetired ? true : nil, "cover": overview.cover.map(cover),
    ]
  }

  /// Returns `show/2` with the linked elements.
  ///
  /// - Parameters:
  ///   - details: The element.
  ///   - around: The linked elements by the kind of link: `voice`, `base`, `looks` and `speakers`.
  public static func details(
    _ details: ElementDetails, around: [String: [JSONValue]]
  ) -> JSONValue {
    let shown = ElementJSON.details(details) { file in
      let medium = file.checked?.facts.format?.medium ?? .other
      return [JSONValue.Member("medium", .string(medium.rawValue))]
    }
    let links: JSONValue = [
      "voice": around["voice"]?.first, "base": around["base"]?.first,
      "looks": .array(around["looks"] ?? []), "speakers": .array(around["speakers"] ?? []),
    ]
    return .object((shown.members ?? []) + [JSONValue.Member("around", links)])
  }

  /// Returns `drop/2`: a dropped file, examined before it is added.
  ///
  /// - Parameters:
  ///   - file: The examined file.
  ///   - drop: The id by which the page refers to the file.
  ///   - name: The name that the file had on the user's machine.
  public static func candidate(_ file: CandidateFile, as drop: String, name: String) -> JSONValue {
    let blob = file.checked.facts.digest
    let own: JSONValue = [
      "castbook": "drop/2", "drop": .string(drop),
      "medium": .string((file.checked.facts.format?.medium ?? .other).rawValue),
      "keepable": .boolean(file.refusal == nil),
      "refusal": file.refusal.flatMap { CheckJSON.findings([$0]).array?.first },
      "alsoIn": .array(file.holders.map { .string($0.handle.name) }),
      "similar": .array(file.similar.map(ElementJSON.similar)),
    ]
    let shown =
      blob.flatMap { blob in
        ElementJSON.file(
          1, Reference(blob: blob, role: file.role, file: name, note: ""), file.checked, file.scored
        ).members
      } ?? []
    return .object((own.members ?? []) + shown.filter { $0.key != "number" })
  }

  /// Returns `pages/1`: the position at which each page of a list begins.
  public static func pages(after: [Int], total: Int, size: Int) -> JSONValue {
    [
      "castbook": "pages/1", "after": .array(([0] + after).map { .integer($0) }),
      "size": .integer(size), "total": .integer(total),
    ]
  }

  /// Returns `set/1`: the pictures of an element as a set.
  public static func set(_ view: SetView) -> JSONValue {
    [
      "castbook": "set/1", "set": view.judged.json(),
      "coverage": .array(
        view.parts.map { part in
          [
            "part": .string(part.view.rawValue), "words": .string(part.words),
            "shoot": part.missingPhoto.map { .string($0) },
            "files": .array(part.files.map { .integer($0) }),
          ]
        }),
      "ring": .array(
        view.viewpoints.map { viewpoint in
          [
            "number": .integer(viewpoint.number), "degrees": .integer(viewpoint.degrees),
            "role": .string(viewpoint.role.rawValue),
          ]
        }),
      "gaps": .array(
        view.gaps.map { gap in
          ["from": .integer(gap.from), "to": .integer(gap.to), "words": .string(gap.words)]
        }),
      "light": .array(
        view.lights.map { light in
          [
            "number": .integer(light.number), "color": .decimal(light.color),
            "exposure": .decimal(light.exposure), "across": .decimal(light.across),
            "down": .decimal(light.down), "odd": light.odd.map { .string($0) },
          ]
        }),
    ]
  }

  /// Returns `pick/1`: the chosen pictures and the others, each with the reason.
  public static func pick(_ pick: Pick, of set: JudgedSet) -> JSONValue {
    func number(_ member: Int) -> JSONValue { .integer(set.members[member].number ?? member + 1) }
    return [
      "castbook": "pick/1", "wanted": .integer(pick.wanted),
      "taken": .array(
        pick.chosen.map { taken in
          [
            "number": number(taken.member), "words": .string(set.words(taken.reason)),
            "remark": set.remark(taken.member).map { .string($0) },
          ]
        }),
      "left": .array(
        pick.skipped.map { left in
          ["number": number(left.member), "words": .string(set.words(left.reason))]
        }),
      "shortfall": set.shortfall(of: pick).map { .string($0) },
      "missing": set.missing.map { .string($0) }, "advice": set.advice.map { .string($0) },
    ]
  }

  /// Returns `check/2` for the files of an element; a file whose facts are not known has only a
  /// number.
  public static func checked(_ files: [CheckedFile?], for targets: [CheckTarget]) -> JSONValue {
    [
      "castbook": .string(CheckJSON.schema), "targets": CheckJSON.targets(targets),
      "files": .array(
        files.enumerated().map { index, file in
          let number = JSONValue.Member("number", .integer(index + 1))
          return .object([number] + (file.flatMap { CheckJSON.file($0).members } ?? []))
        }),
    ]
  }
}

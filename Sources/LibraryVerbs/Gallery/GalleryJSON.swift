/// The JSON that only the gallery's page uses, in addition to that of the commands
/// (`docs/gallery-api.md`).
public enum GalleryJSON {
  /// Returns `elements/2`: a page of a list or of a search, with covers.
  ///
  /// The arrays have the same order. `looks` has the number of looks that are stacked behind each
  /// element; `nil` if the list stacks none.
  public static func page(
    _ elements: [ElementSummary], _ statuses: [ElementStatus], _ overviews: [ElementOverview],
    looks: [Int]? = nil, total: Int?, next: Int?
  ) -> JSONValue {
    [
      "castbook": "elements/2",
      "elements": elements.indices.objects { index in
        ElementJSON.summary(elements[index], statuses[index]).adding([
          "place": elements[index].position, "cover": overviews[index].cover.map(cover),
          "status": overviews[index].status,
          "elsewhere": overviews[index].elsewhereCount == 0
            ? nil : overviews[index].elsewhereCount,
          "looks": looks.flatMap { $0[index] > 0 ? $0[index] : nil },
        ])
      },
      "total": total, "next": next,
    ]
  }

  /// Returns the file that represents an element.
  private static func cover(_ cover: ElementOverview.Cover) -> JSONValue {
    [
      "sha256": cover.blob, "medium": cover.medium, "width": cover.size?.width,
      "height": cover.size?.height,
    ]
  }

  /// Returns an element that is only linked to: its names and its cover.
  ///
  /// - Parameter suffix: The end of the identifier if an older element has the handle; else `nil`.
  public static func brief(
    _ element: ElementSummary, suffix: String?, _ overview: ElementOverview
  ) -> JSONValue {
    [
      "element": element.element, "handle": element.handle, "suffix": suffix,
      "name": element.name, "kind": element.kind,
      "retired": element.isRetired.orNil, "cover": overview.cover.map(cover),
    ]
  }

  /// Returns `element/1`: `show/2` with the linked elements.
  ///
  /// - Parameters:
  ///   - details: The element.
  ///   - around: The linked elements by the kind of link: `voice`, `base`, `looks` and `speakers`.
  ///   - preparable: The numbers of the files of which `prepare` would make a copy.
  public static func details(
    _ details: ElementDetails, around: [String: [JSONValue]], preparable: [Int]
  ) -> JSONValue {
    let links: JSONValue = [
      "voice": around["voice"]?.first, "base": around["base"]?.first,
      "looks": around["looks"] ?? [], "speakers": around["speakers"] ?? [],
    ]
    return [
      "castbook": "element/1", "show": ElementJSON.details(details), "around": links,
      "preparable": preparable.nonEmpty,
    ]
  }

  /// Returns `preparing/1`: prepared copies, each with the address of its bytes.
  ///
  /// - Parameters:
  ///   - preparation: The options that the copies were made with.
  ///   - outcome: The files and their copies.
  ///   - isKept: Whether the library keeps the copies.
  ///   - address: Keeps the bytes of a copy for the page and returns their address.
  public static func preparing(
    _ preparation: Preparation, _ outcome: Preparation.Outcome, isKept: Bool,
    address: (_ bytes: [UInt8], _ copy: CheckedFile) -> String
  ) -> JSONValue {
    [
      "castbook": "preparing/1", "kept": isKept.orNil,
      "prepare": PrepareJSON.document(preparation, outcome),
      "copies": outcome.files.compactMap { file in
        file.preparedCopy.map { (file, $0) }
      }.objects { file, copy in
        [
          "number": file.number, "original": file.before.facts.digest, "sha256": copy.facts.digest,
          "medium": copy.facts.format?.medium, "words": copy.steps.map(\.summary),
          "address": copy.kept?.bytes.map { address($0, copy.after) },
        ]
      },
    ]
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
      "castbook": "drop/2", "drop": drop, "medium": file.checked.facts.format?.medium ?? .other,
      "keepable": file.refusal == nil, "refusal": file.refusal,
      "alsoIn": file.holders.map(\.handle), "similar": file.similar.map(ElementJSON.similar),
    ]
    let shown = blob.map { blob in
      ElementJSON.file(
        1, Reference(blob: blob, role: file.role, file: name, note: ""), file.checked, file.scored)
    }
    return own.adding(shown?.removing("number"))
  }

  /// Returns `ledger/1`: `exports/1` with what is known of the files that came back.
  public static func ledger(_ ledger: Ledger, in library: ElementLibrary) throws -> JSONValue {
    var seen: Set<Digest> = []
    let files = ledger.entries.flatMap(\.takes).compactMap(\.blob).filter {
      seen.insert($0).inserted
    }
    return [
      "castbook": "ledger/1", "exports": LedgerJSON.ledger(ledger),
      "files": try files.map { blob in
        let facts = try library.facts(of: blob)
        let size = facts?.image?.size ?? facts?.film?.size ?? facts?.clip?.size
        return [
          "sha256": blob, "medium": facts?.format?.medium ?? .other, "format": facts?.format,
          "width": size?.width, "height": size?.height,
          "seconds": facts?.film.map { Double($0.milliseconds) / 1000 } ?? facts?.sound?.seconds,
          "framesPerSecond": facts?.film?.framesPerSecond,
          "missing": (library.path(of: blob) == nil).orNil,
        ] as JSONValue
      },
    ]
  }

  /// Returns `pages/1`: the position at which each page of a list begins, and the number of looks
  /// that the list leaves out.
  public static func pages(after: [Int], total: Int, looks: Int, size: Int) -> JSONValue {
    [
      "castbook": "pages/1", "after": [0] + after, "size": size, "total": total,
      "looks": looks > 0 ? looks : nil,
    ]
  }

  /// Returns `set/1`: the pictures of an element as a set.
  public static func set(_ view: SetView) -> JSONValue {
    [
      "castbook": "set/1", "set": view.judged.json(),
      "coverage": view.parts.objects { part in
        ["part": part.view, "words": part.words, "shoot": part.missingPhoto, "files": part.files]
      },
      "ring": view.viewpoints.objects { viewpoint in
        ["number": viewpoint.number, "degrees": viewpoint.degrees, "role": viewpoint.role]
      },
      "gaps": view.gaps.objects { gap in
        ["from": gap.from, "to": gap.to, "words": gap.words]
      },
      "light": view.lights.objects { light in
        [
          "number": light.number, "color": light.color,
          "exposure": light.exposure, "across": light.across, "down": light.down, "odd": light.odd,
        ]
      },
    ]
  }

  /// Returns `pick/1`: the chosen pictures and the others, each with the reason.
  public static func pick(_ pick: Pick, of set: JudgedSet) -> JSONValue {
    let set = set.namedByNumber
    func number(_ member: Int) -> Int { set.members[member].number ?? member + 1 }
    return [
      "castbook": "pick/1", "wanted": pick.wanted,
      "taken": pick.chosen.objects { choice in
        [
          "number": number(choice.member), "words": set.words(choice.reason),
          "remark": set.remark(choice.member),
        ]
      },
      "left": pick.skipped.objects { left in
        ["number": number(left.member), "words": set.words(left.reason)]
      },
      "shortfall": set.shortfall(of: pick), "missing": set.missing, "advice": set.advice,
    ]
  }

  /// Returns `heard/1`: a sound with its waveform and its best stretches.
  public static func heard(_ voice: AnalyzedVoice, cuts: [SoundCut]) -> JSONValue {
    .object(["castbook": "heard/1"]).adding(VoiceJSON.voice(voice, cuts).removing("path"))
  }

  /// Returns `clip-stills/1`: the frames of a clip, each with the address at which the page finds
  /// it.
  public static func stills(_ clip: ClipStills, _ addresses: [String]) -> JSONValue {
    [
      "castbook": "clip-stills/1",
      "stills": zip(clip.stills, addresses).map { one, address in
        StillsJSON.still(one, one.name.text).adding(["picture": address])
      },
    ]
  }
}

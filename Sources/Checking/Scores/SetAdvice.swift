package import Model

/// Finds the one sentence that would help an element most.
package struct SetAdvice {
  private let scores: SetScores
  private let members: [SetMember]
  /// The element's handle for commands, or `nil` for files outside the library.
  private let handle: String?

  /// Creates advice for the members of an element, or for files when `handle` is `nil`.
  package init(_ scores: SetScores, of members: [SetMember], handle: Handle?) {
    self.init(scores, of: members, handle: handle.map { "@\($0.name)" })
  }

  init(_ scores: SetScores, of members: [SetMember], handle: String?) {
    self.scores = scores
    self.members = members
    self.handle = handle
  }

  /// The advice: `Best next photo: from behind, in the light of a.jpg.` It is `nil` without
  /// pictures.
  package var sentence: String? {
    guard !members.isEmpty else { return nil }
    let coverage = scores.coverage
    if !coverage.wanted.isEmpty, !coverage.isKnown {
      return handle == nil
        ? "Name the views: mira-front.jpg, mira-back.jpg." : "Name the views: \(roleFix)."
    }
    if let view = coverage.missing.first {
      guard coverage.unsorted.isEmpty else {
        return
          "No picture has the role \(view.role). If one shows it, \(handle == nil ? "" : "run ")\(roleFix); if not, take one photo "
          + "\(view.viewpoint)\(inLight(nil))."
      }
      return "Best next photo: \(view.viewpoint)\(inLight(nil))."
    }
    if members.count == 1 { return "Best next photo: from another side\(inLight(nil))." }
    return replacement ?? complete
  }

  /// The missing views: `Missing: a side view, a back view.` It is `nil` when none is missing,
  /// or when pictures without roles may show them.
  package var missing: String? {
    let missing = scores.coverage.missing
    guard !missing.isEmpty, scores.coverage.unsorted.isEmpty else { return nil }
    return "Missing: \(missing.map(\.nameWithArticle).joined(separator: ", "))."
  }

  // MARK: Replacing one

  /// The advice to replace a picture, or `nil` when none has a fault.
  private var replacement: String? {
    if let refused = members.first(where: { !$0.brokenLimits.isEmpty }),
      let finding = refused.brokenLimits.first
    {
      return "Best next step: replace \(refused.name) (\(finding.message))."
    }
    if let odd = scores.lighting?.outliers.first {
      return "Best next photo: \(members[odd.member].name) again, in the light of "
        + "\(members[odd.exemplar].name)."
    }
    if let pair = scores.pairs.first {
      return
        "Best next photo: another angle instead of \(members[pair.second].name), which shows the same "
        + "as \(members[pair.first].name)."
    }
    guard let weakest = scores.weakest else { return nil }
    let name = members[weakest.member].name
    return "Best next photo: another one instead of \(name)\(inLight(weakest.member)) "
      + "(\(weakest.measure.fault))."
  }

  /// The sentence for a set that needs nothing.
  private var complete: String {
    let views = scores.coverage.wanted.map(\.rawValue)
    let isEven = scores.lighting.map { $0.outliers.isEmpty && $0.gaps.isEmpty }
    let light = isEven == true ? ", in the same light" : ""
    return views.isEmpty
      ? "The set is consistent: no picture needs replacing."
      : "The set is complete: \(Self.list(views, "and"))\(light)."
  }

  /// Returns `, in the light of a.jpg`, unless that is the picture to be replaced.
  private func inLight(_ replaced: Int?) -> String {
    guard let exemplar = scores.exemplar, exemplar != replaced else { return "" }
    return ", in the light of \(members[exemplar].name)"
  }

  // MARK: Roles

  /// The command or the file names that give pictures their roles.
  var roleFix: String {
    guard let handle else {
      return "name the views in the file names: mira-front.jpg, mira-back.jpg"
    }
    // What a picture shows is for the user to say, so the command has a placeholder for the file.
    let role = scores.coverage.missing.first ?? scores.coverage.wanted.first ?? .front
    return "castbook edit \(handle) --role N=\(role.role)"
  }

  /// Returns a list in words: `a, b and c`, or `a, b, then c`.
  static func list(_ words: [String], _ joint: String) -> String {
    Quantity.list(words, beforeLast: joint == "then" ? ", then " : " \(joint) ")
  }
}

extension Measure {
  /// The weakness as a clause that gives a reason.
  fileprivate var fault: String {
    switch self {
    case .subject, .framing: weakness
    case .sharpness, .contrast, .noise, .compression, .exposure, .tilt: "it is \(weakness)"
    case .collage, .screenshot: "it is \(weakness)"
    case .resolution, .clutter, .border, .backlight, .vignette, .sharpening, .color, .text:
      "it has \(possessedWeakness)"
    }
  }

  /// The weakness as the object of "it has".
  private var possessedWeakness: String { self == .clutter ? "a \(weakness)" : weakness }
}

internal import Media

/// Formats a list of targets: one line each, grouped by the host that accepts the request.
public enum TargetList {
  /// Returns the list as text.
  ///
  /// Very long model names are always cut. If the lines don't fit, first the day is left out, then
  /// other names are cut, and then all remarks but the first are left out.
  ///
  /// - Parameters:
  ///   - catalogue: The targets.
  ///   - ids: The targets to list; `nil` for all.
  ///   - columns: The maximum width of a line; `nil` for no limit.
  public static func text(
    _ catalogue: TargetCatalogue, _ ids: [TargetID]? = nil, columns: Int? = nil
  ) throws -> String {
    let profiles = try (ids ?? catalogue.ids).map(catalogue.profile)
    let rows = profiles.map { row(for: $0, in: catalogue) }
    let layout = Layout(rows, columns: columns)
    let groups = Dictionary(grouping: rows, by: \.host)
    let own = rows.first { $0.id == TargetCatalogue.defaultTarget.rawValue }?.host
    let hosts = groups.keys.sorted { left, right in
      (left == own ? "" : left.lowercased(), left) < (right == own ? "" : right.lowercased(), right)
    }
    let lines = hosts.flatMap { host in [host] + (groups[host] ?? []).map(layout.line) }
    return (lines + [summary(profiles)]).joined(separator: "\n")
  }

  /// Returns a line for each target, of any width: its id, and what its remarks are.
  public static func brief(_ catalogue: TargetCatalogue, _ ids: [TargetID]) throws -> [String] {
    try ids.map { id in
      let remarks = remarks(try catalogue.profile(id), catalogue)
      return ([id.rawValue] + [remarks.joined(separator: ", ")].filter { !$0.isEmpty })
        .joined(separator: "  ")
    }
  }

  /// The texts of one line.
  private struct Row {
    let host: String
    let id: String
    let model: String
    /// The text that distinguishes the target from others of its model, such as `, first frame`. It
    /// is never cut.
    let kind: String
    /// The remarks, most important one first.
    let remarks: [String]
    let day: String
  }

  /// Returns the texts for one target.
  private static func row(for profile: TargetProfile, in catalogue: TargetCatalogue) -> Row {
    let names = names(in: profile.provider)
    return Row(
      host: names.host, id: profile.id.rawValue,
      model: profile.model + (names.qualifier.map { " (\($0))" } ?? ""),
      kind: profile.kindBesideModel.map { ", \($0)" } ?? "",
      remarks: remarks(profile, catalogue),
      day: profile.asOfIsLatest ? profile.datePhrase : profile.asOf.formatted)
  }

  /// Returns the host of the request and the maker of the model, both taken from the provider's
  /// name: `Google via fal`, `Kling official (new API)`, `Kling, any host`.
  private static func names(in provider: String) -> (host: String, qualifier: String?) {
    let via = provider.split(separator: " via ", maxSplits: 1).map(String.init)
    if via.count == 2 { return (names(in: via[1]).host, via[0]) }
    let parts = provider.split(separator: ", ", maxSplits: 1).map(String.init)
    let name = parts.first?.split(separator: " (").first.map(String.init) ?? provider
    let official = " official"
    return (
      name.hasSuffix(official) ? String(name.dropLast(official.count)) : name,
      parts.count == 2 ? parts[1] : nil
    )
  }

  /// Returns the remarks on a target: its state, its short names, and whether the user replaced it.
  private static func remarks(_ profile: TargetProfile, _ catalogue: TargetCatalogue) -> [String] {
    var remarks: [String] = []
    switch (profile.status, profile.retires) {
    case (.ended, let day?): remarks.append("ended \(day.formatted)")
    case (.ended, nil): remarks.append(profile.status.rawValue)
    case (.unverified, nil): remarks.append("not confirmed")
    case (.unverified, let day?): remarks += ["not confirmed", "ends \(day.formatted)"]
    case (.live, let day?): remarks.append("ends \(day.formatted)")
    case (.live, nil): break
    }
    remarks += catalogue.aliases(of: profile.id).map { "short: \($0)" }
    if profile.id == TargetCatalogue.defaultTarget { remarks.append("the default") }
    if catalogue.isUserDefined(profile.id) {
      remarks.append(catalogue.replaced.contains(profile.id) ? "yours, replaces ours" : "yours")
    }
    return remarks
  }

  /// Returns the last line, which counts the targets by how they are known, and the ended ones.
  private static func summary(_ profiles: [TargetProfile]) -> String {
    let current = profiles.filter { $0.status != .ended }
    var parts = Certainty.allCases.compactMap { certainty -> String? in
      let count = current.count { $0.certainty == certainty }
      return count == 0 ? nil : "\(count) by \(certainty.label)"
    }
    let ended = profiles.count - current.count
    if ended > 0 { parts.append("\(ended) ended") }
    return "\(Quantity.count(profiles.count, "target")): \(parts.joined(separator: ", ")). "
      + "`castbook targets ID` shows one with its sources"
  }

  /// The columns of the list and their widths.
  private struct Layout {
    private let id: Int
    private let model: Int
    /// The width of the remarks; 0 if they are left out.
    private let remarks: Int
    /// The maximum number of remarks for each target.
    private let remarkCount: Int
    private let hasDay: Bool

    /// The width of the column with the day.
    private static let day = 14
    /// The width to which the names of models may be cut.
    private static let minimumModelWidth = 16
    /// The width at which the names of models are cut even if there is room.
    private static let maximumModelWidth = 46

    /// Computes the widths from the texts and the maximum width of a line.
    init(_ rows: [Row], columns: Int?) {
      func widest(_ text: (Row) -> String) -> Int { rows.map { text($0).count }.max() ?? 0 }
      id = widest(\.id)
      let model = min(widest { $0.model + $0.kind }, Self.maximumModelWidth)
      let room = (columns ?? Int.max / 2) - 2 - id - 2
      let widths = [2, 1].map { count in widest { Self.remarks($0, count) } }
      if let index = widths.firstIndex(where: { Self.minimumModelWidth + 2 + $0 <= room }) {
        (remarks, remarkCount) = (widths[index], 2 - index)
      } else {
        (remarks, remarkCount) = (0, 0)
      }
      hasDay = model + 2 + widths[0] + 2 + Self.day <= room
      self.model = min(model, max(Self.minimumModelWidth, room - (remarks == 0 ? 0 : 2 + remarks)))
    }

    /// Returns the first remarks of a row.
    private static func remarks(_ row: Row, _ count: Int) -> String {
      row.remarks.prefix(count).joined(separator: ", ")
    }

    /// Returns the line of a row, without spaces at its end.
    func line(_ row: Row) -> String {
      let room = model - row.kind.count
      let name =
        (row.model.count <= room ? row.model : "\(row.model.prefix(room - 1))…") + row.kind
      var parts = ["  " + TargetPage.padded(row.id, to: id), TargetPage.padded(name, to: model)]
      if remarks > 0 {
        parts.append(TargetPage.padded(Self.remarks(row, remarkCount), to: remarks))
      }
      if hasDay { parts.append(row.day) }
      return String(parts.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension TargetProfile {
  /// The model and the use of the target: `Kling 3.0 Omni (O3), first frame`.
  public var title: String { model + (kindBesideModel.map { ", \($0)" } ?? "") }

  /// The use of the target; `nil` if the name of the model says it already.
  fileprivate var kindBesideModel: String? {
    let name = model.lowercased()
    let describedUses =
      TargetKind.allCases.map(\.label) + ["image to video", "in the app", "all inputs"]
    guard hasEndpoint, let kind, !describedUses.contains(where: { name.contains($0) }) else {
      return nil
    }
    return kind.label
  }
}

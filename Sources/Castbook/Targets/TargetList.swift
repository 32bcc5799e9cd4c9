internal import Media

/// All targets, a line each, under the host that takes the request.
public enum TargetList {
  /// The list as text. A name of a model that is very long is cut. Where a line may have only so
  /// many columns, the day goes first, then other names are cut, then all remarks but the first.
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

  private struct Row {
    let host: String
    let id: String
    let model: String
    /// What tells it from others of its model: `, first frame`. It is never cut.
    let kind: String
    /// The most important one first.
    let remarks: [String]
    let day: String
  }

  private static func row(for profile: TargetProfile, in catalogue: TargetCatalogue) -> Row {
    let names = names(in: profile.provider)
    return Row(
      host: names.host, id: profile.id.rawValue,
      model: profile.model + (names.qualifier.map { " (\($0))" } ?? ""),
      kind: profile.kindBesideModel.map { ", \($0)" } ?? "",
      remarks: remarks(profile, catalogue),
      day: profile.asOfIsLatest ? profile.dayWords : profile.asOf.words)
  }

  /// Who takes the request, and whose model it is: `Google via fal`, `Kling official (new API)`,
  /// `Kling, any host`.
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

  private static func remarks(_ profile: TargetProfile, _ catalogue: TargetCatalogue) -> [String] {
    var remarks: [String] = []
    switch (profile.status, profile.retires) {
    case (.ended, let day?): remarks.append("ended \(day.words)")
    case (.ended, nil), (.unverified, nil): remarks.append(profile.status.rawValue)
    case (.unverified, let day?): remarks += ["unverified", "ends \(day.words)"]
    case (.live, let day?): remarks.append("ends \(day.words)")
    case (.live, nil): break
    }
    remarks += catalogue.aliases(of: profile.id).map { "short: \($0)" }
    if profile.id == TargetCatalogue.defaultTarget { remarks.append("the default") }
    if catalogue.isUsers(profile.id) {
      remarks.append(catalogue.replaced.contains(profile.id) ? "yours, replaces ours" : "yours")
    }
    return remarks
  }

  private static func summary(_ profiles: [TargetProfile]) -> String {
    let states = TargetProfile.Status.allCases.compactMap { status -> String? in
      let count = profiles.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }
    let meaning =
      profiles.contains { $0.status == .unverified } ? " (unverified: no response seen yet)" : ""
    return
      "\(Quantity.count(profiles.count, "target")): \(states.joined(separator: ", "))\(meaning). "
      + "`castbook targets ID` shows one with its sources"
  }

  /// Which columns there are, and how wide.
  private struct Layout {
    private let id: Int
    private let model: Int
    /// How wide the remarks are and how many there are of each target, at most.
    private let remarks: Int
    private let remarkCount: Int
    private let hasDay: Bool

    private static let day = 14
    private static let shortestModel = 20
    private static let longestModel = 46

    init(_ rows: [Row], columns: Int?) {
      func widest(_ text: (Row) -> String) -> Int { rows.map { text($0).count }.max() ?? 0 }
      id = widest(\.id)
      let model = min(widest { $0.model + $0.kind }, Self.longestModel)
      let room = (columns ?? Int.max / 2) - 2 - id - 2
      let widths = [2, 1].map { count in widest { Self.remarks($0, count) } }
      if let place = widths.firstIndex(where: { Self.shortestModel + 2 + $0 <= room }) {
        (remarks, remarkCount) = (widths[place], 2 - place)
      } else {
        (remarks, remarkCount) = (0, 0)
      }
      hasDay = model + 2 + widths[0] + 2 + Self.day <= room
      self.model = min(model, max(Self.shortestModel, room - (remarks == 0 ? 0 : 2 + remarks)))
    }

    private static func remarks(_ row: Row, _ count: Int) -> String {
      row.remarks.prefix(count).joined(separator: ", ")
    }

    func line(_ row: Row) -> String {
      let room = model - row.kind.count
      let name =
        (row.model.count <= room ? row.model : "\(row.model.prefix(room - 1))…") + row.kind
      var parts = ["  " + TargetPage.filled(row.id, id), TargetPage.filled(name, model)]
      if remarks > 0 {
        parts.append(TargetPage.filled(Self.remarks(row, remarkCount), remarks))
      }
      if hasDay { parts.append(row.day) }
      return String(parts.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension TargetProfile {
  /// The model with what it is for: `Kling 3.0 Omni (O3), first frame`.
  public var title: String { model + (kindBesideModel.map { ", \($0)" } ?? "") }

  /// What it is for, unless the name of the model says so.
  fileprivate var kindBesideModel: String? {
    let name = model.lowercased()
    let said = TargetKind.allCases.map(\.words) + ["image to video", "in the app", "all inputs"]
    guard hasEndpoint, let kind, !said.contains(where: { name.contains($0) }) else { return nil }
    return kind.words
  }
}

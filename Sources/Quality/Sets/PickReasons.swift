internal import Model

/// Explains why each picture was chosen or left.
struct PickReasons {
  private let picking: PicturePicker
  private let chosen: [Int]

  init(_ picking: PicturePicker, chosen: [Int]) {
    self.picking = picking
    self.chosen = chosen
  }

  private var members: [SetMember] { picking.members }

  // MARK: Chosen

  /// Returns why a picture was chosen.
  func chosen(_ member: Int) -> ChoiceReason {
    let strengths = PictureRating.strengths(of: members[member].scores, kind: picking.kind)
    // The leading picture is judged by itself.
    if member == chosen.first, !strengths.isEmpty { return .strengths(strengths) }
    if let view = onlyView(member) { return .only(view) }
    if let better = better(member) { return better }
    if let lead = chosen.first, lead != member, isLit(member, like: lead) {
      return .sameLight(as: lead)
    }
    return strengths.isEmpty ? .fills : .strengths(strengths)
  }

  /// Returns the view that no other picture shows by its role, or `nil`. All roles must be
  /// known.
  private func onlyView(_ member: Int) -> WantedView? {
    guard picking.scores.coverage.unsorted.isEmpty, let view = WantedView(members[member].role),
      picking.scores.coverage.wanted.contains(view),
      members.indices.allSatisfy({ $0 == member || WantedView(members[$0].role) != view })
    else { return nil }
    return view
  }

  /// Returns what the picture does better than one that was left and shows the same, or `nil`.
  private func better(_ member: Int) -> ChoiceReason? {
    for other in members.indices where !chosen.contains(other) {
      guard members[other].brokenLimits.isEmpty, let rivalry = rivalry(member, other),
        let measure = advantage(of: member, over: other)
      else { continue }
      return .better(than: other, by: measure, rivalry)
    }
    return nil
  }

  private func isLit(_ member: Int, like lead: Int) -> Bool {
    guard let light = picking.scores.lighting?.shift(of: member),
      let leading = picking.scores.lighting?.shift(of: lead)
    else { return false }
    return LightingComparison.unevenness(of: [light, leading]) == 0
  }

  // MARK: Left

  /// Returns why a picture was left.
  func left(_ member: Int) -> SkipReason {
    if let broken = members[member].brokenLimits.first { return .breaksLimit(broken) }
    guard members[member].isReadable else { return .unreadable }
    // A picture that shows the same counts before one that only has the same role.
    let rivals = chosen.compactMap { other -> (other: Int, rivalry: Rivalry)? in
      rivalry(member, other).map { (other, $0) }
    }
    if let rival = rivals.first(where: { $0.rivalry.isPair }) {
      return .rival(of: rival.other, rival.rivalry, by: advantage(of: rival.other, over: member))
    }
    if let odd = picking.scores.lighting?.outliers.first(where: { $0.member == member }) {
      return .oddLight(odd)
    }
    if let weakest = picking.ratings[member].weakest { return .weak(weakest) }
    for rival in rivals {
      guard let measure = advantage(of: rival.other, over: member) else { continue }
      return .rival(of: rival.other, rival.rivalry, by: measure)
    }
    return .enough(picking.wanted)
  }

  // MARK: Two of them

  /// Returns why two pictures compete: they show the same, or have the same role; otherwise
  /// `nil`.
  private func rivalry(_ one: Int, _ other: Int) -> Rivalry? {
    let pair = picking.scores.pairs.first { $0.other(than: one) == other }
    if let pair { return .pair(pair.kind) }
    let role = members[one].role
    return role == members[other].role && WantedView(role) != nil ? .role(role) : nil
  }

  /// Returns the measure by which one picture is better than another, or `nil`.
  private func advantage(of one: Int, over other: Int) -> Measure? {
    PictureRating.advantage(
      of: members[one].scores, over: members[other].scores, kind: picking.kind)
  }
}

extension Rivalry {
  /// Whether the rivalry comes from the pixels, not only from the roles.
  fileprivate var isPair: Bool { if case .pair = self { true } else { false } }
}

import Model
import Testing

/// Pictures without a group, assigned to groups by the time they were taken.
@Suite struct LonePictures {
  private func shoot(
    nearest: Int? = 0, likeness: Double = 0.25, isMeasured: Bool = true
  ) -> SubjectGroups {
    SubjectGroups(
      groups: [
        .init(members: [0, 1, 2], subject: nil, evidence: [.colors], likeness: 0.6),
        .init(members: [3, 4], subject: nil, evidence: [.views], likeness: 0.7),
      ],
      ungrouped: [
        .init(
          member: 5, reason: isMeasured ? .unlike : .notMeasured,
          candidates: nearest.map { [.init(.group($0), likeness: likeness)] } ?? [])
      ])
  }

  @Test("A picture taken between two of a group joins it after the earlier one")
  func between() {
    let placed = shoot().placingUngrouped(by: [100, 108, 300, 200, 210, 104])
    #expect(placed.ungrouped.isEmpty)
    #expect(placed.groups[0].members == [0, 5, 1, 2])
    #expect(placed.groups[0].evidence == [.colors, .times])
    #expect(placed.groups[1] == shoot().groups[1])
    // A clock counts whole seconds: within one second the names decide.
    #expect(shoot().placingUngrouped(by: [100, 104, 105, 200, 210, 104]).ungrouped.isEmpty)
    let unmeasured = shoot(nearest: nil, isMeasured: false)
    #expect(unmeasured.placingUngrouped(by: [100, 108, 300, 200, 210, 104]).ungrouped.isEmpty)
  }

  @Test(
    "It stays alone if the times are not conclusive",
    arguments: [
      // Cases: between two subjects; before all others; too long after or before; no time; only one
      // other picture.
      [100, 150, 160, 106, 210, 103], [100, 108, 300, 200, 210, 95],
      [100, 130, 300, 200, 210, 104],
      [100, 120, 300, 200, 210, 109], [100, 108, 300, 200, 210, nil],
      [100, nil, nil, 200, 210, 104],
      [nil, nil, nil, nil, nil, 104], [104, 130, 300, 200, 210, 104],
    ] as [[Int?]])
  func alone(times: [Int?]) {
    #expect(shoot().placingUngrouped(by: times) == shoot())
  }

  @Test("It stays alone if its colours are nearer to another group, or close to none")
  func nearer() {
    for shoot in [shoot(nearest: 1), shoot(likeness: 0.24), shoot(nearest: nil)] {
      #expect(shoot.placingUngrouped(by: [100, 108, 300, 200, 210, 104]) == shoot)
    }
  }
}

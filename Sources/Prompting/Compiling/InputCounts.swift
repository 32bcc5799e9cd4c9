internal import Model
internal import Targets

/// How many inputs of each kind a script has, before any is assigned to a slot.
struct InputCounts {
  let counts: [Slot: Int]
  /// The use of the input video; `nil` without a video.
  let videoUse: VideoUse?

  init(_ script: PromptScript, _ profile: TargetProfile) {
    let settings = script.settings
    var counts: [Slot: Int] = [
      .start: settings.start == nil ? 0 : 1, .middle: settings.middle.count,
      .end: settings.end == nil ? 0 : 1, .image: settings.images.count,
      .video: settings.video == nil ? 0 : 1, .voice: script.voices.count,
    ]
    // Where elements have no slot, their pictures are plain images.
    counts[profile[.element] == nil ? .image : .element, default: 0] += script.members.count
    self.counts = counts
    videoUse = settings.video == nil ? nil : settings.videoUse?.value ?? .reference
  }
}

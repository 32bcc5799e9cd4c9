public import Model

/// A format in which editing programs read timelines.
public enum TimelineFormat: String, CaseIterable, Sendable {
  /// OpenTimelineIO, as JSON.
  case otio
  /// An edit decision list, CMX 3600.
  case edl
  /// Final Cut Pro XML 1.11.
  case fcpxml

  /// Finds a format by the suffix of a file's name.
  package init?(suffixOf path: FilePath) {
    guard let format = path.suffix.flatMap(Self.init(rawValue:)) else { return nil }
    self = format
  }

  /// Returns a rough cut in this format. Equal cuts give equal bytes.
  ///
  /// - Throws: `TimelineError` if the format can't hold it.
  package func bytes(of cut: RoughCut) throws(TimelineError) -> [UInt8] {
    guard cut.frameCount <= cut.timecode.framesPerDay else {
      throw .tooLong(seconds: cut.timecode.rate.milliseconds(of: cut.frameCount) / 1000)
    }
    switch self {
    case .otio: return OTIOWriter(cut: cut).bytes
    case .edl: return try EDLWriter(cut: cut).bytes()
    case .fcpxml: return FCPXMLWriter(cut: cut).bytes
    }
  }
}

/// The reason why a rough cut can't be written.
public enum TimelineError: CastbookError, Hashable {
  /// It is longer than a day, after which timecode begins again.
  case tooLong(seconds: Int)
  /// An edit decision list has more events than its numbers can count.
  case tooManyEvents(Int)

  public var blame: Blame { .usage }
  public var rule: String { "timeline.too-long" }

  public var message: String {
    switch self {
    case .tooLong(let seconds):
      "the timeline lasts \(Quantity.grouped(seconds)) s, and timecode ends after 24 hours"
    case .tooManyEvents(let count):
      "the timeline has \(Quantity.grouped(count)) shots; an EDL holds \(EDLWriter.maximumEvents)"
    }
  }

  public var fix: String? {
    switch self {
    case .tooLong: "make several timelines"
    case .tooManyEvents: "make several lists, or name a file that ends in .otio"
    }
  }
}

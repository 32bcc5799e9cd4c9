package import Model

/// A rough cut of a film: its shots in order, on one grid of frames.
///
/// ```swift
/// let cut = RoughCut(name: "film", timecode: timecode, start: 86_400, items: items)
/// let bytes = try TimelineFormat.otio.bytes(of: cut)
/// ```
package struct RoughCut: Sendable {
  package var name: String
  /// How its frames are counted.
  package var timecode: TimecodeRate
  /// The number of its first frame.
  package var start: Int
  /// The size of its picture; `nil` if no clip states one.
  package var size: PixelSize?
  package var items: [Item]
  /// What is stored with it for programs.
  package var metadata: JSONValue

  package init(
    name: String, timecode: TimecodeRate, start: Int, size: PixelSize? = nil, items: [Item],
    metadata: JSONValue = [:]
  ) {
    self.name = name
    self.timecode = timecode
    self.start = start
    self.size = size
    self.items = items
    self.metadata = metadata
  }

  /// A shot of the film: a clip, or a gap where none was kept.
  package struct Item: Sendable {
    /// The name of the shot.
    package var name: String
    /// Its length, in frames of the timeline.
    package var frameCount: Int
    /// What it shows; `nil` for a gap.
    package var clip: Clip?
    package var marker: Marker
    package var metadata: JSONValue

    package init(
      name: String, frameCount: Int, clip: Clip?, marker: Marker, metadata: JSONValue = [:]
    ) {
      self.name = name
      self.frameCount = frameCount
      self.clip = clip
      self.marker = marker
      self.metadata = metadata
    }
  }

  /// The take that a shot shows, and those that it could show instead.
  package struct Clip: Sendable {
    package var media: Media
    package var alternatives: [Media]

    package init(_ media: Media, alternatives: [Media] = []) {
      self.media = media
      self.alternatives = alternatives
    }
  }

  /// A remark at the first frame of a shot.
  package struct Marker: Sendable {
    package var name: String
    package var comment: String

    package init(_ name: String, comment: String = "") {
      self.name = name
      self.comment = comment
    }
  }

  /// The number of its frames.
  package var frameCount: Int { items.reduce(0) { $0 + $1.frameCount } }

  /// The items with the positions of their first frames, counted from the start of the cut.
  package var placedItems: [(position: Int, item: Item)] {
    var position = 0
    return items.map { item in
      defer { position += item.frameCount }
      return (position, item)
    }
  }
}

/// A file that a clip shows or could show.
package struct Media: Sendable {
  /// The name of the take, without a suffix.
  package var name: String
  /// Where the file is; `nil` if it is missing here.
  package var location: Location?
  /// Its own length; `nil` for a picture, which has none, and for a missing file.
  package var length: Length?
  /// The size of its picture.
  package var size: PixelSize?
  /// Its sound.
  package var sound: Sound?
  package var hasPicture: Bool
  package var digest: Digest
  /// A remark about the take, such as "rejected: wrong coat".
  package var note: String
  package var metadata: JSONValue

  package init(
    name: String, location: Location? = nil, length: Length? = nil, size: PixelSize? = nil,
    sound: Sound? = nil, hasPicture: Bool = true, digest: Digest, note: String = "",
    metadata: JSONValue = [:]
  ) {
    self.name = name
    self.location = location
    self.length = length
    self.size = size
    self.sound = sound
    self.hasPicture = hasPicture
    self.digest = digest
    self.note = note
    self.metadata = metadata
  }

  /// The name of its file, or of the take if that is missing. No two files of a cut have the same.
  var key: String { location?.path.name.text ?? name }

  /// The place of a file.
  package struct Location: Sendable {
    /// The absolute path.
    package var path: FilePath
    /// The path from the folder of the timeline.
    package var relative: FilePath

    package init(path: FilePath, relative: FilePath) {
      self.path = path
      self.relative = relative
    }

    /// The path from the timeline as a relative URL.
    var relativeURL: String { Self.encoded(relative) }
    /// The absolute path as a URL.
    var fileURL: String { "file://" + Self.encoded(path) }

    private static func encoded(_ path: FilePath) -> String {
      path.bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map(\.percentEncoded).joined(separator: "/")
    }
  }

  /// The length of a clip in its own frames, or of a sound in milliseconds.
  package struct Length: Sendable {
    package var rate: FrameRate
    package var frameCount: Int

    package init(_ frameCount: Int, at rate: FrameRate) {
      self.frameCount = frameCount
      self.rate = rate
    }
  }

  /// The sound of a file.
  package struct Sound: Sendable {
    package var channelCount: Int
    package var samplesPerSecond: Int

    package init(channelCount: Int, samplesPerSecond: Int) {
      self.channelCount = channelCount
      self.samplesPerSecond = samplesPerSecond
    }
  }
}

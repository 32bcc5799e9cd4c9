internal import Checking
public import Model

/// One thing that was done to a file on its way from the original to its prepared copy.
///
/// Steps are recorded with the copy and appear in reports. Their order is the order in which they
/// were applied:
///
/// ```swift
/// let step = PreparationStep.turn(.turnedLeft)
/// step.name     // "turn"
/// step.summary  // "turned upright"
/// ```
public enum PreparationStep: Hashable, Sendable {
  /// The first of several frames, pages or tracks was taken.
  case keepFirst(of: Int, PartKind)
  /// The picture that the file marks as primary was taken; pictures count from 1.
  case keepPrimary(Int, of: Int)
  /// The pixels were turned upright, and the orientation tag was removed.
  case turn(Orientation)
  /// The colours were converted to sRGB from the named colour space.
  case convertColors(from: String)
  /// Channel values with the given number of bits were reduced to 8 bits.
  case reduceDepth(from: Int)
  /// Transparent parts were flattened onto a colour.
  case flatten(PixelColor, BackdropReason)
  /// Only this part was kept, in pixels of the upright original.
  case crop(PixelBox, CropReason)
  /// The picture was made smaller or larger.
  case scale(from: PixelSize, to: PixelSize, ScaleReason)
  /// A border was added: the size including the border, and the picture's position in it.
  case pad(to: PixelSize, x: Int, y: Int, PixelColor)
  /// Metadata was removed; the private kinds among it are listed.
  case dropMetadata([PrivateMetadata])
  /// Metadata of these kinds was kept in the copy because the user asked for it.
  case keepMetadata([PrivateMetadata])
  /// A damaged colour profile was removed.
  case dropProfile
  /// Bytes after the end of the picture were removed.
  case dropTrailing(Int)
  /// The missing end marker was added.
  case addMissingEnd
  /// A range of a sound was kept, in samples at `rate` per second; `end` is exclusive.
  case cut(start: Int, end: Int, rate: Int)
  /// A range of a clip was kept, in milliseconds.
  case trim(start: Int, end: Int)
  /// Interlaced frames became progressive ones, each at the time of its first field.
  case deinterlace(FieldOrder)
  /// One of every `every` frames of a clip was kept.
  case thin(every: Int)
  /// The loudest channel was kept; channels count from 0.
  case oneChannel(Int, of: Int)
  /// The picture or sound was encoded again.
  case encode(Coding)
  /// The encoded data was copied, so no pixel or sample changed its value.
  case keepCoding(MediaFormat)

  /// The kind of parts that a file contains several of.
  public enum PartKind: String, Sendable {
    case frames, pages, tracks
  }

  /// Why a colour was chosen as the background of transparent parts.
  public enum BackdropReason: String, JSONConvertible, CaseIterable, Sendable {
    /// The user chose it.
    case requested = "asked"
    /// It is the colour that is visible along the picture's border.
    case border
    /// The border shows no colour, so the background is white, or grey for a nearly white picture.
    case plain
  }

  /// Why a part of a picture was cropped.
  public enum CropReason: String, JSONConvertible, CaseIterable, Sendable {
    /// Black or plain bars beside the picture were removed.
    case bars
    /// A plain border, or what exceeds an accepted aspect ratio, was removed.
    case aspect
    /// One of several views on a sheet was cut out.
    case view
    /// A few edge pixels were removed because keeping them would require re-encoding.
    case blocks
  }

  /// Why a picture was scaled.
  public enum ScaleReason: String, JSONConvertible, CaseIterable, Sendable {
    /// It had more pixels than a target accepts.
    case size
    /// Its file had more bytes than a target accepts.
    case bytes
    /// It had more pixels than fit in the memory available here.
    case memory
    /// It had fewer pixels than a target requires, and enlarging was allowed.
    case small
  }

  /// How a picture, sound or clip was encoded.
  public enum Coding: Hashable, Sendable {
    /// A JPEG: its quality in hundredths of libjpeg's scale, and its chroma sampling, such as
    /// `4:4:4`.
    case jpeg(quality: Int, sampling: String)
    case png
    /// A WAV file with 16 bits per sample.
    case wav
    /// The frames of a clip as H.264.
    case h264
    /// The sound of a clip as AAC.
    case aac
  }
}

extension PreparationStep {
  /// The step's name in JSON and in records, such as `take-first`.
  public var name: String {
    switch self {
    case .keepFirst: "take-first"
    case .keepPrimary: "take-primary"
    case .turn: "turn"
    case .convertColors: "convert-colors"
    case .reduceDepth: "reduce-depth"
    case .flatten: "lay-over"
    case .crop: "crop"
    case .scale: "scale"
    case .pad: "pad"
    case .dropMetadata: "drop-metadata"
    case .keepMetadata: "keep-metadata"
    case .dropProfile: "drop-profile"
    case .dropTrailing: "drop-trailing"
    case .addMissingEnd: "close-end"
    case .cut: "cut"
    case .trim: "trim"
    case .deinterlace: "deinterlace"
    case .thin: "thin"
    case .oneChannel: "one-channel"
    case .encode: "encode"
    case .keepCoding: "keep-coding"
    }
  }
}

extension PreparationStep: JSONConvertible {
  /// The step as a JSON object that `init(json:)` reads.
  ///
  /// It contains only integers, strings and arrays of them, with its keys sorted as in records, so
  /// that equal steps have equal texts.
  public var json: JSONValue {
    let members = parameters.adding(["step": name]).members ?? []
    return .object(members.sorted { $0.key < $1.key })
  }

  /// The JSON object without `step`.
  private var parameters: JSONValue {
    switch self {
    case .keepFirst(let count, let several):
      .object([JSONValue.Member(several.rawValue, count)])
    case .keepPrimary(let number, let count): ["pages": count, "picture": number]
    case .turn(let orientation): ["orientation": orientation.rawValue]
    case .convertColors(let name): ["from": name, "to": "sRGB"]
    case .reduceDepth(let bits): ["from": bits, "to": 8]
    case .flatten(let color, let backdrop): ["color": color.text, "because": backdrop]
    case .crop(let box, let reason):
      ["x": box.x, "y": box.y, "width": box.width, "height": box.height, "because": reason]
    case .scale(let from, let size, let reason):
      [
        "from": [from.width, from.height], "width": size.width, "height": size.height,
        "because": reason,
      ]
    case .pad(let size, let x, let y, let color):
      ["width": size.width, "height": size.height, "x": x, "y": y, "color": color.text]
    case .dropMetadata(let kinds), .keepMetadata(let kinds): ["private": kinds]
    case .dropTrailing(let count): ["bytes": count]
    case .dropProfile, .addMissingEnd: [:]
    case .cut(let start, let end, let rate): ["start": start, "end": end, "rate": rate]
    case .trim(let start, let end): ["start-ms": start, "end-ms": end]
    case .deinterlace(let order): ["first": order]
    case .thin(let every): ["every": every]
    case .oneChannel(let channel, let count): ["channel": channel, "of": count]
    case .encode(.jpeg(let quality, let sampling)):
      ["format": MediaFormat.jpeg, "quality": quality, "sampling": sampling]
    case .encode(.png): ["format": MediaFormat.png]
    case .encode(.wav): ["format": MediaFormat.wav]
    case .encode(.h264): ["format": "h264"]
    case .encode(.aac): ["format": "aac"]
    case .keepCoding(let format): ["format": format]
    }
  }
}

extension PreparationStep {
  /// A short description for a line of a table, such as `turned upright`.
  public var summary: String {
    switch self {
    case .keepFirst(let count, let several):
      switch several {
      case .frames: "the first of \(Quantity.count(count, "frame"))"
      case .pages: "picture 1 of \(count), the one that viewers show"
      case .tracks: "the first of \(Quantity.count(count, "track"))"
      }
    case .keepPrimary(let number, let count):
      "picture \(number) of \(count), the one viewers show"
    case .turn: "turned upright"
    case .convertColors(let name): "\(name) to sRGB"
    case .reduceDepth(let bits): "\(bits) to 8 bits"
    case .flatten(let color, let backdrop):
      switch backdrop {
      case .requested: "flattened onto \(color.text)"
      case .border: "flattened onto \(color.text) as at its border"
      case .plain: "flattened onto \(Self.name(color))"
      }
    case .crop(let box, let reason):
      switch reason {
      case .bars: "bars removed (\(box.width) × \(box.height) left)"
      case .aspect: "cropped to \(box.width) × \(box.height)"
      case .view: "cut out (\(box.width) × \(box.height))"
      case .blocks: "a few edge pixels removed (\(box.width) × \(box.height) left)"
      }
    case .scale(let from, let size, let reason):
      reason == .small
        ? "enlarged from \(from)"
        : "scaled to \(size)" + (reason == .memory ? " to fit in memory" : "")
    case .pad(let size, _, _, let color): "border of \(color.text) to \(size)"
    case .dropMetadata(let kinds):
      (kinds.isEmpty ? "metadata" : kinds.names) + " removed"
    case .keepMetadata(let kinds): "\(kinds.names) kept"
    case .dropProfile: "damaged colour profile removed"
    case .dropTrailing(let count): "\(Quantity.bytes(count)) after its end removed"
    case .addMissingEnd: "missing end added"
    case .cut(let start, let end, let rate):
      "cut from \(Self.seconds(start, rate)) to \(Self.seconds(end, rate))"
    case .trim(let start, let end):
      "cut from \(Quantity.seconds(milliseconds: start)) to \(Quantity.seconds(milliseconds: end))"
    case .deinterlace: "deinterlaced"
    case .thin(let every): "one of \(every) frames"
    case .oneChannel(let channel, let count): "channel \(channel + 1) of \(count)"
    case .encode(.jpeg(let quality, let sampling)):
      "saved as JPEG, quality \(Self.quality(quality))"
        + (sampling == "4:4:4" || sampling == "grey" ? "" : ", \(sampling)")
    case .encode(.png): "saved as PNG"
    case .encode(.wav): "WAV, 16 bits"
    case .encode(.h264): "H.264"
    case .encode(.aac): "sound in AAC"
    case .keepCoding(let format):
      format.medium == .picture ? "no pixel changed" : "\(format.name), nothing re-encoded"
    }
  }

  /// Returns `white`, `grey`, or the colour's hexadecimal text.
  private static func name(_ color: PixelColor) -> String {
    color == .white ? "white" : color == .grey ? "grey" : color.text
  }

  /// Returns a position in samples as seconds, such as `2.4 s`.
  private static func seconds(_ samples: Int, _ rate: Int) -> String {
    Quantity.seconds(milliseconds: Int((Double(samples) * 1000 / Double(max(1, rate))).rounded()))
  }

  /// Returns a quality with at most one decimal, such as `97` or `92.4`.
  private static func quality(_ hundredths: Int) -> String {
    Decimal.text(scaled: (hundredths + 5) / 10, digits: 1)
  }
}

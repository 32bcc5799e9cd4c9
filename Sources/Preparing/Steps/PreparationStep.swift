internal import Checking
public import Model

/// One thing that was done to a picture on its way from the original to its prepared copy.
public enum PreparationStep: Hashable, Sendable {
  /// The first picture of an animation, or of several pages, was taken.
  case takeFirst(of: Int, Several)
  /// Of several pictures the one was taken that the file marks as primary, counted from 1.
  case takePrimary(Int, of: Int)
  /// Pixels were put upright, and the tag that said so is gone.
  case turn(Orientation)
  /// Colours were turned into sRGB.
  case convertColors(from: String)
  /// Values of so many bits became values of 8.
  case reduceDepth(from: Int)
  /// See-through parts were flattened onto a colour.
  case layOver(PixelColor, Backdrop)
  /// A part was kept, in pixels of the upright original.
  case crop(PixelBox, CropReason)
  case scale(from: PixelSize, to: PixelSize, ScaleReason)
  /// A border was put around it: the size with it, and where the picture lies in it.
  case pad(to: PixelSize, x: Int, y: Int, PixelColor)
  /// What stood beside the picture was left out.
  case dropMetadata([PrivateMetadata])
  /// What stood beside the picture and was asked for stays in the copy.
  case keepMetadata([PrivateMetadata])
  /// A color profile that can't be used was left out.
  case dropProfile
  /// Bytes behind the end of the picture were left out.
  case dropTrailing(Int)
  /// The mark of its end was put back.
  case closeEnd
  /// A stretch of a sound was kept, in samples from its first; `end` is behind the last.
  case cut(start: Int, end: Int, rate: Int)
  /// A part of a clip was kept, in thousandths of a second.
  case trim(start: Int, end: Int)
  /// The pictures of an interlaced clip became progressive ones, of the moments of their first fields.
  case deinterlace(FieldOrder)
  /// Of so many pictures of a clip one was kept.
  case thin(every: Int)
  /// One channel of several was kept, counted from 0: the louder one.
  case oneChannel(Int, of: Int)
  /// The picture or the sound was coded anew.
  case encode(Coding)
  /// The coded picture was taken over: no pixel changed its value.
  case keepCoding(MediaFormat)

  public enum Several: String, Sendable {
    case frames, pages, tracks
  }

  /// Why a colour stands behind see-through parts.
  public enum Backdrop: String, CaseIterable, Sendable {
    case asked
    /// It is what is seen at the picture's border.
    case border
    /// Nothing is seen at the border: white, or grey behind what is nearly white itself.
    case plain
  }

  public enum CropReason: String, CaseIterable, Sendable {
    /// Bars beside the picture.
    case bars
    /// Plain border, or what is beyond the ratio of its sides that is taken.
    case aspect
    /// One view of several on a sheet.
    case view
    /// Some pixels at an edge, which would have had to be coded anew.
    case blocks
  }

  public enum ScaleReason: String, CaseIterable, Sendable {
    /// More pixels than are taken,
    case size
    /// or more bytes.
    case bytes
    /// More pixels than are held in memory here.
    case memory
    /// Fewer pixels than are asked for: enlarging was allowed.
    case small
  }

  /// How a picture was coded.
  public enum Coding: Hashable, Sendable {
    /// Quality in hundredths, as libjpeg counts it; how colours are sampled: `4:4:4`.
    case jpeg(quality: Int, sampling: String)
    case png
    /// 16 bits a sample.
    case wav
    /// The pictures of a clip,
    case h264
    /// and its sound.
    case aac
  }
}

extension PreparationStep {
  /// Its name, as JSON and records have it.
  public var name: String {
    switch self {
    case .takeFirst: "take-first"
    case .takePrimary: "take-primary"
    case .turn: "turn"
    case .convertColors: "convert-colors"
    case .reduceDepth: "reduce-depth"
    case .layOver: "lay-over"
    case .crop: "crop"
    case .scale: "scale"
    case .pad: "pad"
    case .dropMetadata: "drop-metadata"
    case .keepMetadata: "keep-metadata"
    case .dropProfile: "drop-profile"
    case .dropTrailing: "drop-trailing"
    case .closeEnd: "close-end"
    case .cut: "cut"
    case .trim: "trim"
    case .deinterlace: "deinterlace"
    case .thin: "thin"
    case .oneChannel: "one-channel"
    case .encode: "encode"
    case .keepCoding: "keep-coding"
    }
  }

  /// As it is written down, with whole numbers and texts alone, its keys in the order that records have them:
  /// the same step is the same text.
  public var json: JSONValue {
    .object(
      ([JSONValue.Member("step", .string(name))] + parameters).sorted { $0.key < $1.key })
  }

  private var parameters: [JSONValue.Member] {
    func member(_ name: String, _ value: JSONValue) -> JSONValue.Member {
      JSONValue.Member(name, value)
    }
    switch self {
    case .takeFirst(let count, let several): return [member(several.rawValue, .integer(count))]
    case .takePrimary(let number, let count):
      return [
        member(Several.pages.rawValue, .integer(count)), member("picture", .integer(number)),
      ]
    case .turn(let orientation):
      return [member("orientation", .integer(orientation.rawValue))]
    case .convertColors(let name):
      return [member("from", .string(name)), member("to", .string("sRGB"))]
    case .reduceDepth(let bits): return [member("from", .integer(bits)), member("to", .integer(8))]
    case .layOver(let color, let backdrop):
      return [
        member("color", .string(color.text)), member("because", .string(backdrop.rawValue)),
      ]
    case .crop(let box, let reason):
      return [
        member("x", .integer(box.x)), member("y", .integer(box.y)),
        member("width", .integer(box.width)), member("height", .integer(box.height)),
        member("because", .string(reason.rawValue)),
      ]
    case .scale(let from, let size, let reason):
      return [
        member("from", .array([.integer(from.width), .integer(from.height)])),
        member("width", .integer(size.width)), member("height", .integer(size.height)),
        member("because", .string(reason.rawValue)),
      ]
    case .pad(let size, let x, let y, let color):
      return [
        member("width", .integer(size.width)), member("height", .integer(size.height)),
        member("x", .integer(x)), member("y", .integer(y)),
        member("color", .string(color.text)),
      ]
    case .dropMetadata(let kinds), .keepMetadata(let kinds):
      return [member("private", .array(kinds.map { .string($0.rawValue) }))]
    case .dropTrailing(let count): return [member("bytes", .integer(count))]
    case .dropProfile, .closeEnd: return []
    case .cut(let start, let end, let rate):
      return [
        member("start", .integer(start)), member("end", .integer(end)),
        member("rate", .integer(rate)),
      ]
    case .trim(let start, let end):
      return [member("start-ms", .integer(start)), member("end-ms", .integer(end))]
    case .deinterlace(let order): return [member("first", .string(order.rawValue))]
    case .thin(let every): return [member("every", .integer(every))]
    case .oneChannel(let channel, let count):
      return [member("channel", .integer(channel)), member("of", .integer(count))]
    case .encode(.jpeg(let quality, let sampling)):
      return [
        member("format", .string(MediaFormat.jpeg.rawValue)),
        member("quality", .integer(quality)), member("sampling", .string(sampling)),
      ]
    case .encode(.png): return [member("format", .string(MediaFormat.png.rawValue))]
    case .encode(.wav): return [member("format", .string(MediaFormat.wav.rawValue))]
    case .encode(.h264): return [member("format", .string("h264"))]
    case .encode(.aac): return [member("format", .string("aac"))]
    case .keepCoding(let format): return [member("format", .string(format.rawValue))]
    }
  }

  /// What was done, in words for a line of a table: `turned upright`.
  public var words: String {
    switch self {
    case .takeFirst(let count, let several):
      switch several {
      case .frames: "the first of \(Quantity.count(count, "frame"))"
      case .pages: "picture 1 of \(count), the one that viewers show"
      case .tracks: "the first of \(Quantity.count(count, "track"))"
      }
    case .takePrimary(let number, let count):
      "picture \(number) of \(count), the one viewers show"
    case .turn: "turned upright"
    case .convertColors(let name): "\(name) to sRGB"
    case .reduceDepth(let bits): "\(bits) to 8 bits"
    case .layOver(let color, let backdrop):
      switch backdrop {
      case .asked: "flattened onto \(color.text)"
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
    case .closeEnd: "missing end added"
    case .cut(let start, let end, let rate):
      "cut from \(Self.seconds(start, rate)) to \(Self.seconds(end, rate))"
    case .trim(let start, let end):
      "cut from \(Quantity.seconds(milliseconds: start)) to \(Quantity.seconds(milliseconds: end))"
    case .deinterlace: "deinterlaced"
    case .thin(let every): "one of \(every) frames"
    case .oneChannel(let channel, let count): "channel \(channel + 1) of \(count)"
    case .encode(.jpeg(let quality, let sampling)):
      "JPEG \(Self.quality(quality))\(sampling == "4:4:4" || sampling == "grey" ? "" : " \(sampling)")"
    case .encode(.png): "PNG"
    case .encode(.wav): "WAV, 16 bits"
    case .encode(.h264): "H.264"
    case .encode(.aac): "sound in AAC"
    case .keepCoding(let format):
      format.medium == .picture ? "no pixel changed" : "\(format.name), nothing re-encoded"
    }
  }

  private static func name(_ color: PixelColor) -> String {
    color == .white ? "white" : color == .grey ? "grey" : color.text
  }

  /// `2.4 s`.
  private static func seconds(_ samples: Int, _ rate: Int) -> String {
    Quantity.seconds(milliseconds: Int((Double(samples) * 1000 / Double(max(1, rate))).rounded()))
  }

  /// `97`, `92.4`.
  private static func quality(_ hundredths: Int) -> String {
    Decimal.text(scaled: (hundredths + 5) / 10, digits: 1)
  }
}

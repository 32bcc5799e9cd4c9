internal import Colors
internal import Decoding
internal import Model

/// A conversion of colours into sRGB.
///
/// Colours that a file names are converted here, where Little CMS gets only our own numbers. An
/// embedded profile is untrusted data, so a process of `castbook-media` reads it and converts with
/// it. Each process serves one profile only, so a profile can't falsify another picture.
struct ColorConversion: Sendable {
  typealias Kind = ColorPipeline.Kind

  private enum Method: Sendable {
    case pipeline(ColorPipeline)
    case boxed(ColorBoxes, tables: ColorShaper?)
  }

  private let kind: Kind
  private let method: Method

  /// Returns the conversion of a kind.
  ///
  /// - Parameter boxes: The processes that convert by embedded profiles.
  static func of(
    _ kind: Kind, in boxes: ColorBoxes = .shared
  ) throws(ColorFailure) -> ColorConversion {
    // Lab values need no profile; one next to them has another purpose.
    guard kind.profile != nil, kind.colors != .lab else {
      guard let pipeline = ColorPipeline.of(kind) else { throw .unusable }
      return ColorConversion(kind: kind, method: .pipeline(pipeline))
    }
    let tables = try boxes.tables(for: kind)
    return ColorConversion(kind: kind, method: .boxed(boxes, tables: tables))
  }

  /// Converts `count` pixels exactly as Little CMS does.
  func convert(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer
  ) throws(ColorFailure) {
    switch method {
    case .pipeline(let pipeline): unsafe pipeline.convert(source, count: count, into: colors)
    case .boxed(let boxes, _):
      try unsafe boxes.convert(source, count: count, into: colors, by: kind)
    }
  }

  /// Converts `count` pixels in less time, with values that may differ by 1.
  func convertQuickly(
    _ source: UnsafeRawPointer, count: Int, into colors: UnsafeMutableRawPointer
  ) throws(ColorFailure) {
    switch method {
    case .pipeline(let pipeline): unsafe pipeline.convertQuickly(source, count: count, into: colors)
    case .boxed(_, .some(let tables)):
      unsafe tables.convert(source, count: count, channels: kind.convertedBytes, into: colors)
    case .boxed(_, .none): try unsafe convert(source, count: count, into: colors)
    }
  }
}

internal import Castbook
internal import CommandLineKit
internal import Model

/// The pictures of an addition that are copies of pictures of other elements, summed up: how many,
/// the first few, and the command that lists all.
///
/// ```text
/// 19 pictures are copies of pictures of other elements (23 pairs), such as:
///   @mug_blue 3 IMG_4.jpg: nearly the same picture: @mug_copies 1 DSC_2.jpg
/// To list them: castbook similar @mug_blue @mug_copies
/// ```
struct Resemblance {
  private let outcome: AddOutcome
  private let style: TerminalStyle
  /// The pictures with near copies.
  private let found: [(element: AddOutcome.Element, file: AddOutcome.File, near: [SimilarPicture])]

  init(_ outcome: AddOutcome, style: TerminalStyle) {
    self.outcome = outcome
    self.style = style
    found = outcome.elements.flatMap { element in
      element.files.map { file in
        (element, file, file.similar.filter { $0.likeness != .exact })
      }
    }.filter { !$0.2.isEmpty }
  }

  /// The numbers of copies and of elements up to which they are listed.
  private static let maximumListed = 6
  private static let maximumExamples = 3
  private static let maximumHandles = 12

  /// Whether there are too many copies to list each with its file.
  var isNeeded: Bool { pairCount > Self.maximumListed }

  /// The number of pairs. A pair of two added files is counted once.
  private var pairCount: Int {
    var pairs: Set<[String]> = []
    for (_, file, near) in found {
      for other in near { pairs.insert([file.reference.blob.hex, other.blob.hex].sorted()) }
    }
    return pairs.count
  }

  /// The sum, the first few, and the command that lists all; empty if each is listed with its file.
  var lines: [String] {
    guard isNeeded else { return [] }
    let examples = found.prefix(Self.maximumExamples).compactMap { element, file, near in
      near.first.map {
        "\(element.handle) \(file.number) \(shownName(file.reference.file)): \(SimilarWords.line($0))"
      }
    }
    var handles: [String] = []
    for (element, _, _) in found where !handles.contains("\(element.handle)") {
      handles.append("\(element.handle)")
    }
    let command =
      outcome.isPreview
      ? "--all lists them."
      : "To list them: castbook similar "
        + (handles.count <= Self.maximumHandles ? handles.joined(separator: " ") : "@HANDLE")
    return [
      "\(Quantity.count(found.count, "picture is a copy", "pictures are copies")) of pictures of "
        + "other elements (\(Quantity.count(pairCount, "pair"))), such as:"
    ] + examples.flatMap { style.folded(sanitized($0), by: 2, hanging: 4) }
      + style.folded(command, by: 0, hanging: 4)
  }
}

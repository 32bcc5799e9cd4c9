internal import Castbook
internal import Model

/// What pictures can show, if they don't belong to an element.
enum PictureKind: String, CaseIterable, Sendable {
  case character
  case product
  case place

  static let parameter = ToolParameter<PictureKind>.choice(
    "kind", "What the pictures show, if they don't belong to an element.")

  /// The kind of an element of such pictures.
  var element: ElementKind {
    switch self {
    case .character: .character
    case .product: .product
    case .place: .place
    }
  }
}

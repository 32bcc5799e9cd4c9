package import Model

/// An element that has or had a file, and how it refers to that file.
package struct BlobOwner: Hashable, Sendable {
  /// The handle of the element in that revision.
  package let handle: Handle
  /// The kind of the element.
  package let kind: ElementKind
  /// The name that the element gave the file.
  package let file: String
  /// Whether the latest revision still has the file.
  package let isLatest: Bool
  /// Whether the file is a rights document and not a reference.
  package var isDocument = false
  /// The number of the file among the element's references, from 1; `nil` for a document.
  package var number: Int?
  /// How the blob in question is related to that file.
  package var relation = Relation.itself

  /// The relation of a blob to an element's file.
  package enum Relation: Hashable, Sendable {
    /// The blob is the file.
    case itself
    /// The blob was made from the file, such as a prepared copy.
    case copy
    /// The file was made from the blob, such as a sheet or recording that it was cut from.
    case source
  }
}

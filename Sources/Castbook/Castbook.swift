// Castbook's verbs as a Swift API, which the command, the gallery and other programs use. Importing
// this module is enough: it re-exports the modules whose types its API uses.
@_exported public import DeliveryVerbs
@_exported public import FileVerbs
@_exported public import LibraryVerbs

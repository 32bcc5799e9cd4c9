// Castbook's verbs as a Swift API, which the command, the gallery and other programs use. Importing
// this module is enough: it re-exports the modules whose types its API uses.
@_exported public import Bundles
@_exported public import Checking
@_exported public import Model
@_exported public import Prompting
@_exported public import Sending
@_exported public import Sheets
@_exported public import Targets

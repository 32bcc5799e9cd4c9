// The verbs that work on files and targets and need no library. Importing `Castbook` imports this
// module and those whose types its API uses.
@_exported public import Bundles
@_exported public import Checking
@_exported public import Model
@_exported public import Prompting
@_exported public import Sheets
@_exported public import Targets

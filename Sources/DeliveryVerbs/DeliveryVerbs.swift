// The verbs that export a shot, send it, and share a library with a team. Importing `Castbook`
// imports this module and those whose types its API uses.
@_exported public import LibraryVerbs
@_exported public import Sending
@_exported public import TeamStore
@_exported public import Timeline

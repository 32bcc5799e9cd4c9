// The library of elements and the verbs that read or change it. Importing `Castbook` imports this
// module and those whose types its API uses.
@_exported public import FileVerbs

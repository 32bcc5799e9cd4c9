/// Castbook's verbs as a Swift API: the one way in, for the command, the gallery and other programs.
///
/// Importing this module is enough: the words it speaks in come along.
@_exported public import Bundles
@_exported public import Checking
@_exported public import Model
@_exported public import Prompting
@_exported public import Targets

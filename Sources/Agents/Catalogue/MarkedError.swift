package import Model

/// An error whose texts have the user's words in «», as everything in an answer.
package protocol MarkedError: CastbookError {}

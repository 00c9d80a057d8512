extension OffsetWriting {
  /// Puts the schema history back before anything else is written.
  func putBack(_ history: SchemaHistoryReturn) throws(CommandFailure) -> [String] {
    do throws(CommandFailure) {
      return try history.writing.putBack()
    } catch {
      var failure = halfway(error.message)
      if let first = error.hint { failure.hint = "\(first); then \(failure.hint ?? "")" }
      throw failure
    }
  }
}

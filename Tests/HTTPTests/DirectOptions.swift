import HTTP

extension ClientOptions {
  /// For servers on this machine, whatever proxy the environment names.
  static var direct: ClientOptions {
    var options = ClientOptions()
    options.proxy = .none
    options.timeout = .seconds(60)
    return options
  }

  /// The same, giving up soon.
  static var impatient: ClientOptions {
    var options = direct
    options.timeout = .milliseconds(200)
    return options
  }
}

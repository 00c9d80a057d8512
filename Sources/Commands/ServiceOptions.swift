import Contexts
import HTTP

extension SecretReader {
  /// How to reach a service of the context: its certificates, and its user with the password
  /// fetched; `name` is what the password is for, as errors name it.
  func options(
    for endpoint: ServiceEndpoint, of name: String, timeout: Duration
  ) throws(CommandFailure) -> ClientOptions {
    var options = ClientOptions()
    options.connectTimeout = min(timeout, .seconds(10))
    options.timeout = timeout
    options.authorityFile = endpoint.authority
    options.certificateFile = endpoint.certificate
    options.keyFile = endpoint.key
    if let user = endpoint.user {
      var password = ""
      if let reference = endpoint.password { password = try text(reference, of: name) }
      options.credentials = Credentials(user: user, password: password)
    }
    return options
  }
}

import CommandLine
import HTTP
import OffsetBackup
import Runtime

/// How to reach the bucket that a place names: flags, then the variables and files that Amazon's own
/// tools read.
struct S3Settings {
  let invocation: Invocation
  let context: CommandContext

  func access() throws(StoreError) -> S3Access {
    let profile = try profile()
    let region =
      invocation.text(.s3Region) ?? first("AWS_REGION", "AWS_DEFAULT_REGION")
      ?? profile["region"] ?? "us-east-1"
    var access = S3Access(
      endpoint: invocation.text(.s3Endpoint)
        ?? first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") ?? profile["endpoint_url"],
      region: region, key: "", secret: "")
    access.authorityFile = invocation.text(.s3Authority) ?? first("AWS_CA_BUNDLE")
    access.timeout = invocation.duration(.timeout).map { max($0, .seconds(30)) } ?? .seconds(60)
    if let key = first("AWS_ACCESS_KEY_ID"), let secret = first("AWS_SECRET_ACCESS_KEY") {
      (access.key, access.secret) = (key, secret)
      access.token = first("AWS_SESSION_TOKEN")
      return access
    }
    guard let key = profile["aws_access_key_id"], let secret = profile["aws_secret_access_key"]
    else {
      throw .badPlace(
        "s3:", reason: "no key is known: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set")
    }
    (access.key, access.secret) = (key, secret)
    access.token = profile["aws_session_token"]
    return access
  }

  private func first(_ names: String...) -> String? {
    names.lazy.compactMap { context.environment[$0] }.first { !$0.isEmpty }
  }

  /// The settings of the profile in the credentials file; empty where there is none.
  private func profile() throws(StoreError) -> [String: String] {
    let home = context.environment["HOME"] ?? ""
    let file = first("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials"
    let bytes: [UInt8]
    do throws(RuntimeError) {
      bytes = try FileText.read(file)
    } catch {
      if case .notFound = error { return [:] }
      throw .system(error)
    }
    let name = first("AWS_PROFILE") ?? "default"
    return ProfileText.settings(of: name, in: String(decoding: bytes, as: UTF8.self))
  }
}

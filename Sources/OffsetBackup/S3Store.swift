internal import HTTP
public import Runtime

/// Backups in a part of a bucket: an object a file, the manifest last, which makes a run complete.
///
/// Belongs to one thread.
public final class S3Store: BackupStore {
  private let location: S3Location
  private let access: S3Access
  private var client: HTTP.Client

  /// Backups below that location; connects to nothing yet.
  ///
  /// When `stop` is raised, the call under way ends within about a second.
  public init(
    _ location: S3Location, access: S3Access, stop: StopFlag = StopFlag()
  ) throws(StoreError) {
    self.location = location
    self.access = access
    var options = ClientOptions()
    options.timeout = access.timeout
    options.authorityFile = access.authorityFile
    options.largestBody = FolderStore.limit
    options.signature = AWSSignature(
      region: access.region, service: "s3", key: access.key, secret: access.secret)
    do throws(HTTPError) {
      client = try HTTP.Client(options: options, stop: stop)
    } catch {
      throw .unreachable(location.description, reason: error.reason)
    }
  }

  /// The place as it is typed.
  public var place: String { location.description }

  /// The names of the complete runs, oldest first; empty for a place that is not there yet.
  public func runs() throws(StoreError) -> [String] {
    var runs: [String] = []
    for object in try objects(below: location.key("")) {
      let parts = object.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1] == BackupManifest.fileName, RunName.isOne(String(parts[0]))
      else { continue }
      runs.append(String(parts[0]))
    }
    return runs.sorted()
  }

  /// The names of a run's files, in order.
  public func files(of run: String) throws(StoreError) -> [String] {
    let files = try objects(below: location.key("\(run)/"))
    guard !files.isEmpty else { throw .notFound(place(of: run)) }
    return files.sorted()
  }

  /// The bytes of one of a run's files; throws `notFound`.
  public func read(_ file: String, of run: String) throws(StoreError) -> [UInt8] {
    try send(.get, "\(run)/\(file)").body
  }

  /// Begins a run, which nobody sees before its commit.
  public func begin(_ run: String) throws(StoreError) -> any BackupWriter {
    guard try objects(below: location.key("\(run)/")).isEmpty else {
      throw .system(.alreadyThere(path: place(of: run)))
    }
    return S3Writer(store: self, run: run)
  }

  /// Removes a run; nobody meets half of it.
  public func remove(_ run: String) throws(StoreError) {
    // Without its manifest it is no run any more.
    try delete("\(run)/\(BackupManifest.fileName)")
    for file in try objects(below: location.key("\(run)/")) { try delete("\(run)/\(file)") }
  }

  /// Removes what killed runs have left; returns how many these were.
  public func removeLeftovers() throws(StoreError) -> Int {
    var files: [String: [String]] = [:]
    for object in try objects(below: location.key("")) {
      let parts = object.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, RunName.isOne(parts[0]) else { continue }
      files[parts[0], default: []].append(parts[1])
    }
    // The newest unfinished one may be another's that is still writing.
    let complete = files.filter { $0.value.contains(BackupManifest.fileName) }.keys.max() ?? ""
    let leftovers = files.filter {
      !$0.value.contains(BackupManifest.fileName) && $0.key < complete
    }
    for (run, names) in leftovers {
      for name in names { try delete("\(run)/\(name)") }
    }
    return leftovers.count
  }

  fileprivate func put(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
    _ = try send(.put, name, body: bytes)
  }

  private func delete(_ name: String) throws(StoreError) {
    do throws(StoreError) {
      _ = try send(.delete, name)
    } catch {
      guard case .notFound = error else { throw error }
    }
  }

  // MARK: Requests

  /// The names of all objects that begin so, without that beginning.
  private func objects(below prefix: String) throws(StoreError) -> [String] {
    var found: [String] = []
    var token: String?
    repeat {
      // In the order of their names, as the signature wants them.
      let start = token.map { "continuation-token=\(S3Access.encoded($0))&" } ?? ""
      let query = "?\(start)list-type=2&prefix=\(S3Access.encoded(prefix))"
      let text = S3Text(
        try send(.get, url: access.url(bucket: location.bucket, key: "") + query, about: place).body
      )
      found += text.all("Key").filter { $0.hasPrefix(prefix) }.map {
        String($0.dropFirst(prefix.count))
      }
      let next = text.first("IsTruncated") == "true" ? text.first("NextContinuationToken") : nil
      // A server that gives the same page again would never end.
      token = next == token ? nil : next
    } while token != nil
    return found
  }

  private func send(
    _ method: HTTP.Method, _ name: String, body: [UInt8]? = nil
  ) throws(StoreError) -> Response {
    let url = access.url(bucket: location.bucket, key: location.key(name))
    return try send(method, url: url, about: place(of: name), body: body)
  }

  private func send(
    _ method: HTTP.Method, url: String, about place: String, body: [UInt8]? = nil
  ) throws(StoreError) -> Response {
    let hash: String
    do throws(RuntimeError) {
      hash = try SHA256.text(of: body ?? [])
    } catch {
      throw .system(error)
    }
    var headers = [
      Header(name: "Content-Type", value: "application/octet-stream"),
      Header(name: "x-amz-content-sha256", value: hash),
    ]
    if let token = access.token {
      headers.append(Header(name: "x-amz-security-token", value: token))
    }
    let response: Response
    do throws(HTTPError) {
      response = try client.send(Request(method, url, headers: headers, body: body))
    } catch {
      throw .unreachable(place, reason: "\(error)")
    }
    switch response.status {
    case 200..<300: return response
    case 404 where S3Text(response.body).first("Code") != "NoSuchBucket": throw .notFound(place)
    case 401, 403: throw .denied(place, reason: Self.reason(response))
    case 500...: throw .unreachable(place, reason: Self.reason(response))
    default: throw .refused(place, reason: Self.reason(response))
    }
  }

  private static func reason(_ response: Response) -> String {
    let text = S3Text(response.body)
    let code = text.first("Code").map { " \($0)" } ?? ""
    let message = text.first("Message").map { ": \($0)" } ?? ""
    return "\(response.status)\(code)\(message)"
  }
}

/// A run on its way into a bucket.
private final class S3Writer: BackupWriter {
  private let store: S3Store
  private let run: String

  init(store: S3Store, run: String) {
    self.store = store
    self.run = run
  }

  func write(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
    try store.put("\(run)/\(name)", bytes)
  }

  func read(_ name: String) throws(StoreError) -> [UInt8] { try store.read(name, of: run) }

  func commit(manifest: [UInt8]) throws(StoreError) {
    try store.put("\(run)/\(BackupManifest.fileName)", manifest)
  }

  func abandon() { try? store.remove(run) }
}

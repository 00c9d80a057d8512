internal import HTTP
internal import JSON
internal import Runtime

/// The workers of one cluster, asked in turn until one answers.
struct WorkerPool: ~Copyable {
  private let workers: [WorkerURL]
  private let patience: Duration
  private let stop: StopFlag
  private var client: Client
  // The worker that answered last is asked first: a dead one costs its timeout once, not each time.
  private var preferred = 0

  init(
    workers: [WorkerURL], options: ClientOptions, patience: Duration, stop: StopFlag
  ) throws(HTTPError) {
    self.workers = workers
    self.patience = patience
    self.stop = stop
    client = try Client(options: options, stop: stop)
  }

  /// What is asked of a path.
  struct Question {
    var method = Method.get
    var path: String
    var body: JSONValue?
    /// Whether it may be asked again where nobody knows whether it was heard: what changes nothing.
    var isRepeatable: Bool { method == .get }
  }

  /// The answer, together with the address that gave it, after the rebalance that may be under way.
  mutating func ask(
    _ question: Question
  ) throws(ConnectError) -> (answer: Answer, url: RedactedURL) {
    let start = ContinuousClock.now
    let deadline = Deadline(after: patience, from: start)
    var pause = Duration.milliseconds(250)
    while true {
      let (answer, url) = try askOnce(question)
      guard case .rebalancing(let message) = answer else { return (answer, url) }
      guard !deadline.hasPassed else {
        throw .rebalancing(url, message: message, waited: patience)
      }
      if stop.wait(until: deadline.clamped(to: pause)) != nil { throw .stopped }
      pause = min(pause * 2, .seconds(1))
    }
  }

  private mutating func askOnce(
    _ question: Question
  ) throws(ConnectError) -> (answer: Answer, url: RedactedURL) {
    var failures: [WorkerFailure] = []
    for step in workers.indices {
      let index = (preferred + step) % workers.count
      let worker = workers[index]
      let request = Self.request(question, to: worker)
      let url = RedactedURL(request.url)
      switch send(request) {
      case .failure(let error):
        try Self.rethrow(error)
        failures.append(WorkerFailure(worker: worker, error: error))
        if !question.isRepeatable, !error.isBeforeSending { throw .unreachable(failures) }
      case .success(let response):
        let answer = Answer(response, url: url)
        guard case .away(let message) = answer else {
          preferred = index
          return (answer, url)
        }
        failures.append(
          WorkerFailure(worker: worker, status: response.status, message: message))
        if !question.isRepeatable { throw .unreachable(failures) }
      }
    }
    throw .unreachable(failures)
  }

  private static func request(_ question: Question, to worker: WorkerURL) -> Request {
    var request = Request(
      question.method, worker.appending(question.path),
      headers: [Header(name: "Accept", value: "application/json")])
    request.isRepeatable = question.isRepeatable
    if let body = question.body {
      request.headers.append(Header(name: "Content-Type", value: "application/json"))
      request.body = Array(body.text.utf8)
    }
    return request
  }

  private mutating func send(_ request: Request) -> Result<Response, HTTPError> {
    do { return .success(try client.send(request)) } catch { return .failure(error) }
  }

  // What another worker would not do better.
  private static func rethrow(_ error: HTTPError) throws(ConnectError) {
    switch error.kind {
    case .stopped: throw .stopped
    case .badURL, .badHeader: throw .badURL(error.url, reason: error.reason)
    case .tooLarge: throw .notConnect(error.url, reason: error.reason)
    default: return
    }
  }
}

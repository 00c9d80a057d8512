/// What Connect 4.3.0 with Debezium 3.6.3 answered, shortened where it repeats itself.
enum RecordedAnswers {
  static let root = #"""
    {"version":"4.3.0","commit":"a9ce3221537b8653","kafka_cluster_id":"cmNYzIIMzdiUgzVYow-tpA"}
    """#

  /// A running connector, one whose task failed, one made stopped and one made paused.
  static let connectors = #"""
    {
    "broken":{"info":{"name":"broken","config":{
      "connector.class":"io.debezium.connector.postgresql.PostgresConnector",
      "slot.name":"shop",
      "topic.prefix":"broken",
      "database.password":"x",
      "name":"broken",
      "table.include.list":"public.orders"},
    "tasks":[{"connector":"broken","task":0}],"type":"source"},
    "status":{"name":"broken","connector":
      {"state":"RUNNING","worker_id":"127.0.0.1:16680","version":"3.6.3.Final"},
      "tasks":[{"id":0,
      "state":"FAILED",
      "worker_id":"127.0.0.1:16680",
      "version":"3.6.3.Final",
      "trace":"org.apache.kafka.connect.errors.ConnectException: An exception occurred in the \#
    change event producer. This connector will be stopped.\n\tat \#
    io.debezium.pipeline.ErrorHandler.setProducerThrowable(ErrorHandler.java:67)\nCaused by: \#
    org.apache.kafka.connect.errors.ConnectException: Publication autocreation is disabled, \#
    please create one and restart the connector.\n\t... 10 more\n"}],"type":"source"}},
    "shop":{"info":{"name":"shop","config":{
      "connector.class":"io.debezium.connector.postgresql.PostgresConnector",
      "slot.name":"shop",
      "topic.prefix":"shop",
      "database.password":"secret",
      "name":"shop",
      "table.include.list":"public.orders"},
    "tasks":[{"connector":"shop","task":0}],"type":"source"},
    "status":{"name":"shop","connector":
      {"state":"RUNNING","worker_id":"127.0.0.1:16680","version":"3.6.3.Final"},
      "tasks":[{"id":0,
      "state":"RUNNING",
      "worker_id":"127.0.0.1:16680",
      "version":"3.6.3.Final"}],"type":"source"}},
    "bestellt æ%":{"info":{"name":"bestellt æ%","config":{
      "connector.class":"io.debezium.connector.postgresql.PostgresConnector",
      "slot.name":"uni",
      "topic.prefix":"uni",
      "database.password":"x",
      "name":"bestellt æ%",
      "table.include.list":"public.orders"},
    "tasks":[],"type":"source"},
    "status":{"name":"bestellt æ%","connector":
      {"state":"PAUSED","worker_id":"127.0.0.1:16680","version":"3.6.3.Final"},
      "tasks":[],"type":"source"}},
    "a/b c":{"info":{"name":"a/b c","config":{
      "connector.class":"io.debezium.connector.postgresql.PostgresConnector",
      "slot.name":"slashed",
      "topic.prefix":"slashed",
      "database.password":"x",
      "name":"a/b c",
      "table.include.list":"public.orders"},
    "tasks":[],"type":"source"},
    "status":{"name":"a/b c","connector":
      {"state":"STOPPED","worker_id":"127.0.0.1:16680","version":"3.6.3.Final"},
      "tasks":[],"type":"source"}}
    }
    """#

  static let status = #"""
    {"name":"shop","connector":{"state":"RUNNING","worker_id":"127.0.0.1:16680",
    "version":"3.6.3.Final"},"tasks":[{"id":0,"state":"RUNNING","worker_id":"127.0.0.1:16680",
    "version":"3.6.3.Final"}],"type":"source"}
    """#

  static let offsets = #"""
    {"offsets":[{"partition":{"server":"shop"},
    "offset":{"lsn":22463000,"txId":738,"ts_usec":1795267702886507}}]}
    """#

  static let plugins = #"""
    [{"class":"io.debezium.connector.mariadb.MariaDbConnector","type":"source",
    "version":"3.5.0.Final"},{"class":"io.debezium.connector.postgresql.PostgresConnector",
    "type":"source","version":"3.6.3.Final"}]
    """#

  static let noStatus = #"{"error_code":404,"message":"No status found for connector shop"}"#
  static let noConnector = #"{"error_code":404,"message":"Connector shop not found"}"#
  static let noPath = #"{"error_code":404,"message":"HTTP 404 Not Found"}"#

  /// The web server's own answer to a name with `/`, `%` or dots alone.
  static let ambiguousPath = """
    <html>
    <head>
    <meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>
    <title>Error 400 Ambiguous URI path separator</title>
    </head>
    <body>
    <h2>HTTP ERROR 400 Ambiguous URI path separator</h2>
    </body>
    </html>
    """
}

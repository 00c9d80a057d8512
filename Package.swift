// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "cdcwatch",
  products: [.executable(name: "cdcwatch", targets: ["cdcwatch"])],
  targets: [
    // System libraries and C sources, one wrapper target above each.
    .systemLibrary(
      name: "CRdkafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CDemoRecording", exclude: ["orders_large.recording"]),
    .target(name: "CDrillTemplates"),

    .target(name: "Runtime", dependencies: ["CCrypto"]),
    .target(name: "JSON", dependencies: ["CSimdjson"]),
    .target(name: "HTTP", dependencies: ["CCurl", "Runtime"]),
    .target(name: "Debezium", dependencies: ["JSON", "Runtime"]),
    .target(name: "Kafka", dependencies: ["CRdkafka", "Runtime"]),
    .target(name: "EnvelopeReader", dependencies: ["Debezium", "JSON", "Runtime"]),
    .target(name: "KafkaConnect", dependencies: ["HTTP", "JSON", "Debezium", "Runtime"]),
    .target(name: "Databases", dependencies: ["CPostgres", "CMariaDB", "Debezium", "Runtime"]),
    .target(name: "Snapshot", dependencies: ["Debezium", "Runtime"]),
    .target(name: "Checks", dependencies: ["Databases", "Debezium", "JSON", "Runtime"]),
    .target(
      name: "Watch",
      dependencies: [
        "Snapshot", "Kafka", "KafkaConnect", "EnvelopeReader", "Debezium", "JSON", "Runtime",
      ]),
    .target(
      name: "OffsetBackup",
      dependencies: ["Kafka", "KafkaConnect", "HTTP", "Debezium", "JSON", "Runtime"]),
    .target(name: "CommandLine"),
    .target(name: "YAML", dependencies: ["CYAML"]),
    .target(name: "Contexts", dependencies: ["YAML", "CommandLine", "Runtime"]),
    .target(
      name: "Drill",
      dependencies: ["YAML", "CommandLine", "Debezium", "JSON", "Runtime", "CDrillTemplates"]),
    .target(
      name: "Commands",
      dependencies: [
        "CommandLine", "Contexts", "Watch", "OffsetBackup", "Drill", "Checks", "Snapshot",
        "Databases", "Kafka", "KafkaConnect", "EnvelopeReader", "Debezium", "HTTP", "JSON",
        "Runtime", "CDemoRecording",
      ]),
    .executableTarget(name: "cdcwatch", dependencies: ["Commands", "CommandLine", "Runtime"]),

    .testTarget(name: "ArchitectureTests"),
    .testTarget(name: "RuntimeTests", dependencies: ["Runtime"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
    .testTarget(
      name: "HTTPTests",
      dependencies: [
        "TestSupport", "Kafka", "HTTP", "KafkaConnect", "JSON", "Runtime", "SeededRandom",
      ]),
    .testTarget(
      name: "DebeziumTests", dependencies: ["Debezium", "JSON", "Runtime", "SeededRandom"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "EnvelopeReaderTests",
      dependencies: [
        "EnvelopeReader", "Debezium", "JSON", "Runtime", "CMallocProbe", "SeededRandom",
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "KafkaTests", dependencies: ["Kafka", "Runtime", "CMallocProbe"],
      exclude: ["MustNotCompile"]),
    .testTarget(
      name: "SnapshotTests",
      dependencies: ["Snapshot", "Debezium", "EnvelopeReader", "JSON", "Runtime", "SeededRandom"],
      exclude: ["recorded-readings.tsv"]),
    .testTarget(
      name: "OffsetBackupTests",
      dependencies: [
        "OffsetBackup", "Kafka", "KafkaConnect", "HTTP", "Debezium", "JSON", "Runtime",
        "TestSupport",
      ]),
    .testTarget(
      name: "ChecksTests",
      dependencies: ["Checks", "Databases", "Debezium", "JSON", "Runtime", "SeededRandom"]),
    .testTarget(name: "DatabasesTests", dependencies: ["Databases", "Debezium", "Runtime"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["CommandLine", "SeededRandom"], exclude: ["Golden"]),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
    .testTarget(
      name: "DrillTests",
      dependencies: ["Drill", "CommandLine", "Debezium", "JSON", "Runtime", "SeededRandom"]),
    .testTarget(name: "ContextsTests", dependencies: ["Contexts", "CommandLine"]),
    .testTarget(
      name: "WatchTests",
      dependencies: [
        "TestSupport", "Watch", "Snapshot", "Kafka", "EnvelopeReader", "Debezium", "JSON",
        "Runtime",
      ]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "CommandLine", "Contexts", "Databases", "OffsetBackup", "Checks", "Snapshot",
        "Watch", "Drill", "Kafka", "KafkaConnect", "EnvelopeReader", "Debezium", "JSON", "Runtime",
      ]),
    .testTarget(
      name: "DemoTests", dependencies: ["Commands", "CDemoRecording", "Kafka", "JSON", "Runtime"]),
    .testTarget(
      name: "ProcessTests",
      dependencies: ["TestSupport", "OffsetBackup", "Drill", "Kafka", "JSON", "Runtime"],
      exclude: ["connect.py"]),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "TestSupport", "Commands", "Drill", "Databases", "KafkaConnect", "HTTP", "OffsetBackup",
        "Kafka", "Debezium", "JSON", "Runtime",
      ],
      exclude: ["relay.py", "slot_connect.py"]),
    .target(
      name: "TestSupport", dependencies: ["OffsetBackup", "Kafka", "JSON", "Runtime"],
      path: "Tests/TestSupport"),
    .target(name: "SeededRandom", path: "Tests/SeededRandom"),
    .target(name: "CMallocProbe", path: "Tests/CMallocProbe"),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x,
  cxxLanguageStandard: .cxx17
)

let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]
// Everything but the system libraries and the C sources.
let foreign: Set = [
  "CRdkafka", "CCurl", "CYAML", "CCrypto", "CPostgres", "CMariaDB", "CSimdjson",
  "CDemoRecording", "CDrillTemplates", "CMallocProbe",
]
for target in package.targets where !foreign.contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + house
}

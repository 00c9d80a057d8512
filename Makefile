# Two commands: `make demo` and `make test`. Each installs what is missing, builds, and runs.
SWIFT ?= swift
TESTS = SWIFT=$(SWIFT) .ci/run-tests
RELEASE = -c release --static-swift-stdlib
# The program as a process and the real servers: they measure times, so they run one after another.
OUTSIDE = ProcessTests|ServerTests
SANITIZED = KafkaTests|WatchTests|RuntimeTests|HTTPTests|ContextsTests

.PHONY: demo test test-fast sanitize lint format build release packages soak clean

demo: release
	.build/release/cdcwatch demo

test: packages lint release
	$(SWIFT) build --build-tests
	$(TESTS) --skip-build --skip '$(OUTSIDE)'
	$(TESTS) --skip-build --no-parallel --filter '$(OUTSIDE)'
	$(MAKE) sanitize

# What a change needs while it is being made: no sanitizers, no real servers.
test-fast: packages
	CDCWATCH_STACK=none $(TESTS)

# The program as a process is left out of the first: the thread sanitizer does not know librdkafka's
# C11 threads, which the tests' own binary alone is told of (Tests/CMallocProbe).
sanitize: packages
	$(TESTS) --sanitize=thread --scratch-path .build/thread --filter '$(SANITIZED)' --skip BackupFailureTests
	$(TESTS) --sanitize=address --scratch-path .build/address --filter '$(SANITIZED)'

# The long runs: millions of mutated inputs, a thousand killed backups into a folder and a bucket, a
# thousand killed runners of drills, and everything on real servers: each engine, every row of the
# tables of what an offset does.
soak: packages
	CDCWATCH_FUZZ_INPUTS=10000000 $(TESTS) -c release -Xswiftc -enable-testing \
	  --scratch-path .build/soak --filter '[Ff]uzz|[Mm]utat'
	CDCWATCH_KILLS=1000 $(TESTS) -c release -Xswiftc -enable-testing \
	  --no-parallel --scratch-path .build/soak --filter 'kill -9'
	CDCWATCH_DRILL_KILLS=1000 $(TESTS) -c release -Xswiftc -enable-testing \
	  --no-parallel --scratch-path .build/soak --filter DrillKills
	CDCWATCH_SOAK=1 $(TESTS) -c release -Xswiftc -enable-testing \
	  --no-parallel --scratch-path .build/soak --filter ServerTests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	configs/systemd/check.sh

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

build: packages
	$(SWIFT) build

release: packages
	$(SWIFT) build $(RELEASE) --product cdcwatch

packages:
	@.ci/install-packages

clean:
	$(SWIFT) package clean

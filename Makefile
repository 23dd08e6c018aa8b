# make          build the whole suite into bin/, where it runs in place
# make check    all tests            make install   DESTDIR= PREFIX=
# make lint     code and manuals     make uninstall DESTDIR= PREFIX=
# make bench    speed, beside others make fuzz      random input
# make pictures those in README.md
# make versions the tests that record, with the bpftrace of other Debian releases

PREFIX = /usr/local
DESTDIR =
TO = $(DESTDIR)$(PREFIX)
VERSION = 0.1.0
CC = cc
CFLAGS = -O2 -g
WARN = -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wvla -Wshadow $(if $(CI),-Werror)
ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -DVERSION='"$(VERSION)"' $(WARN) -MMD -MP -Ibuild -Ifilters $(CFLAGS)
LDLIBS = -lcsv -pthread

SCRIPTS = pt-capture pt-record
PROGRAMS = pt-decode pt-launch pt-prune pt-format pt-diff pt-mark pt-import-proctrace
ALL = $(PROGRAMS) $(SCRIPTS)
PICTURES = share/demo.svg share/demo.png
SHARE = $(filter-out share/completions share/make $(PICTURES) $(REPORT),$(wildcard share/*))
MANUALS = $(wildcard man/*.[157])
BASH = share/bash-completion/completions
ZSH = share/zsh/site-functions

# What every program is made of, then what each one adds.
STREAM = diag options buf out lines event stream words utf8

DECODE = $(STREAM) pids intake live stopping settle rollcall coalesce misses chatter meta tracer \
	lifecycle descriptor pieces nested merge procfs holdings snapshot canary
LAUNCH = $(STREAM) pids launch passage canary child given family procfs holdings sockets waits survivors
PRUNE  = $(STREAM) pids births lives
FORMAT = $(STREAM) pids hash texts processes facts mark living life moments load select \
	describe describe-text \
	terminal columns json rows gantt grid markdown tally figures chain network \
	critical account svg ticks colours picture-frame picture-lanes traceevents life-json \
	traceparent stacks otlp otlp-resource otlp-process openers held held-file leaks hanging follow-words \
	pipes holds fdtable pipe-choice descriptor-words report history arrays page \
	$(patsubst filters/%.c,%,$(wildcard filters/format-*.c))
DIFF   = $(STREAM) pids hash texts processes facts mark life select describe describe-text terminal chain \
	signature match change differences
IMPORT = diag options buf out lines event words utf8 pids proctrace
MARK   = diag options

all: $(ALL:%=bin/%)

bin/pt-decode: $(DECODE:%=build/%.o)
bin/pt-launch: $(LAUNCH:%=build/%.o)
bin/pt-prune:  $(PRUNE:%=build/%.o)
bin/pt-format: $(FORMAT:%=build/%.o)
bin/pt-diff:   $(DIFF:%=build/%.o)
bin/pt-mark:   $(MARK:%=build/%.o)
bin/pt-import-proctrace: $(IMPORT:%=build/%.o)

$(PROGRAMS:%=bin/%): bin/%: build/%.o | bin
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

build/%.o: filters/%.c | build build/schema.h
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

build/schema.h: share/events.tsv scripts/schema | build
	@echo '#include <csv.h>' | $(CC) $(CPPFLAGS) $(CFLAGS) -E - > $@ || \
	    { echo 'pt needs a C compiler and libcsv: scripts/setup installs them' >&2; rm -f $@; exit 1; }
	awk -f scripts/schema share/events.tsv > $@

# The page of pt-format -d html, which is a part of the program. d3 is for zooming by
# wheel, drag, pinch and touch, and for scales: it does both right in all browsers.
REPORT_CODE = $(addprefix share/report-,data.js rows.js theme.js shapes.js axis.js \
	lanes.js load.js overview.js timeline.js table.js details.js keys.js main.js)
REPORT = $(addprefix share/,report.html report.css d3.min.js d3.LICENSE) $(REPORT_CODE)
build/page.o: build/parts.h
build/parts.h: scripts/embed $(REPORT) | build
	@{ scripts/embed page share/report.html && \
	    scripts/embed style share/report.css && \
	    scripts/embed d3 share/d3.min.js && \
	    scripts/embed licence share/d3.LICENSE && \
	    scripts/embed code $(REPORT_CODE); } > $@ || { rm -f $@; exit 1; }

bin/%: scripts/% | bin
	install -m 755 $< $@

bin build:
	mkdir -p $@

# What tests run beside the suite itself.
WORKLOADS = spawn timers arguments births exits execs sessions namespaces oom pipes
TOOLS = words feed $(WORKLOADS:%=workloads/%)
$(WORKLOADS:%=build/tests/workloads/%): build/tests/workloads/facts.o
build/tests/words: $(addprefix build/,words.o utf8.o buf.o diag.o)

build/tests/workloads/facts.o: tests/workloads/facts.c | build
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

build/tests/%: tests/%.c | build
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.c %.o,$^)

TESTS = tests/
check: all $(TOOLS:%=build/tests/%)
	@command -v bats > /dev/null || echo 'bats is missing: scripts/setup installs it' >&2
	@: > build/report.tap
	@bats $(if $(CI),--timing --print-output-on-failure) --report-formatter tap --output build $(TESTS); \
	    awk -v status=$$? -f scripts/tally build/report.tap

versions:
	scripts/versions

pictures: all
	scripts/pictures

lint:
	scripts/lint

install: all
	install -d $(TO)/bin $(TO)/share/pt/make $(TO)/$(BASH) $(TO)/$(ZSH)
	install -m 755 $(ALL:%=bin/%) $(TO)/bin
	install -m 644 $(SHARE) $(TO)/share/pt
	install -m 755 share/make/sh $(TO)/share/pt/make
	for page in $(MANUALS); do to=$(TO)/share/man/man$${page##*.}; \
	    install -d $$to && install -m 644 $$page $$to || exit; done
	install -m 644 share/completions/pt.bash $(TO)/$(BASH)/pt-record
	for name in $(filter-out pt-record,$(ALL)); do \
	    ln -sf pt-record $(TO)/$(BASH)/$$name || exit; done
	install -m 644 share/completions/_pt $(TO)/$(ZSH)

uninstall:
	rm -f $(ALL:%=$(TO)/bin/%) $(ALL:%=$(TO)/$(BASH)/%) $(TO)/$(ZSH)/_pt
	for page in $(MANUALS); do rm -f $(TO)/share/man/man$${page##*.}/$${page##*/}; done
	rm -rf $(TO)/share/pt

# Ends at the first failure or after FUZZ_SECONDS.
FUZZ_SECONDS = 60
FUZZED = $(addprefix filters/,diag.c buf.c out.c event.c words.c utf8.c json.c)
fuzz: build/fuzz-rows
	build/fuzz-rows -max_total_time=$(FUZZ_SECONDS) -max_len=400 -timeout=5 \
		-artifact_prefix=build/ -dict=tests/fuzz/dictionary

build/fuzz-rows: tests/fuzz/rows.c $(FUZZED) build/schema.h
	clang $(filter-out -MMD -MP,$(ALL_CFLAGS)) -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all -o $@ $(filter %.c,$^) $(LDLIBS)

# MB=1000 LIVE=500 PID_MAX=32768 RUNS=2 say what is measured, see tests/bench/bench;
# PROCESSES, see tests/bench/views.
bench: all build/generate build/measure build/tests/workloads/spawn
	tests/bench/bench bin build
	tests/bench/views bin build
	tests/bench/traced bin build

build/generate build/measure: build/%: tests/bench/%.c build/schema.h
	$(CC) $(ALL_CFLAGS) -o $@ $<

clean:
	rm -rf bin build

.PHONY: all check versions pictures lint install uninstall fuzz bench clean
.SECONDARY:
-include build/*.d build/tests/*.d

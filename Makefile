# SPDX-License-Identifier: Apache-2.0
# A thin front for meson. Each target says what it does as it does it; `make help` lists them.

BUILD   := build
PROGRAM := $(BUILD)/sulear
DATA    ?= var
LISTEN  ?= 127.0.0.1:8080

.DEFAULT_GOAL := help
.PHONY: build run test bench messages format clean help

$(BUILD)/build.ninja:
	@echo "== Setting up $(BUILD)/"
	@meson setup $(BUILD) >$(BUILD)-setup.log 2>&1 || { cat $(BUILD)-setup.log; exit 1; }
	@rm -f $(BUILD)-setup.log

build: $(BUILD)/build.ninja ## build the program: build/sulear
	@echo "== Building $(PROGRAM)"
	@ninja -C $(BUILD) --quiet sulear
	@echo "   $(PROGRAM) is ready"

run: ## install what is missing, build, serve the register at http://localhost:8080 (DATA=DIR, LISTEN=ADDRESS:PORT)
	@tools/install.sh run
	@$(MAKE) --no-print-directory build
	@echo "== Serving from $(DATA)/ at http://$(subst 127.0.0.1,localhost,$(LISTEN)) (stop with Ctrl-C)"
	@mkdir -p $(DATA)
	@exec $(PROGRAM) serve --data $(DATA) --listen $(LISTEN)

test: ## install what is missing and run every test, on both stores
	@tools/install.sh test
	@tests/run.sh

bench: ## install what is missing and measure what docs/PERFORMANCE.md states
	@tools/install.sh bench
	@bench/run.sh

messages: build ## collect the texts to translate into po/sulear.pot and bring every catalogue up to date
	@tools/messages.sh $(BUILD)

format: ## lay out the C sources as .clang-format says
	@echo "== Formatting the C sources"
	@git ls-files -z --cached --others --exclude-standard '*.c' '*.h' | xargs -0 -r clang-format -i

clean: ## remove what was built (never the data)
	@echo "== Removing build directories"
	@rm -rf $(BUILD) $(BUILD)-*

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf 'make %-9s %s\n' "$$name" "$$text"; done

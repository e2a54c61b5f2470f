# make demo   a working inbox on a seeded sandbox portal   (AS=nurse|physician|supervisor)
# make test   the whole suite, headless
# make check  format, lint, types, import contracts, fast tests
# make proof  long journeys, then random days judged by the portal's own records   (SCHEDULES=2000 SEED=7)
# make kills  kill -9 of real processes at eleven points, N times each; N=5 or more before a release
# make soak   a day at ten times a large clinic's rate, compressed   (HOURS=8 SPEED=48)
# make fuzz   spoilt inputs through every door, for a time   (TIME=600 SEED=3 DATA=folder with FHIR examples)
# make contract  the client against any FHIR R4 server (docs/connecting-a-server.md), or the sandbox portal
# make eval   how good its judgement is: red flags, what messages ask for, habits   (DATA=folder with labelled texts)
# make package  the program as a folder without Python and as a Debian package, tried by its journeys
# make bench  how fast it is, with the least it could cost beside it   (ONLY=B3,B4 for some)

# Not "?=": make itself knows an AS, the assembler.
AS = nurse
SCHEDULES ?= 40
SEED ?= 1
N ?= 5
HOURS ?= 8
SPEED ?= 48
TIME ?= 120
PY := .venv/bin/python
PYTEST := QT_QPA_PLATFORM=offscreen $(PY) -m pytest

.PHONY: demo test check proof kills soak fuzz contract eval bench package lock clean

.venv/ready: requirements.lock packaging/prepare packaging/system-packages.txt
	@packaging/prepare

demo: .venv/ready
	@$(PY) -m inbox --demo $(AS)

test: .venv/ready
	$(PYTEST) -n 3 --dist loadfile

check: .venv/ready
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PYTEST) -n 2 tests/architecture tests/domain tests/commands tests/shortcuts

proof: .venv/ready
	$(PY) -m pytest -m proof -p no:cacheprovider tests
	$(PY) -m tests.faults --schedules $(SCHEDULES) --seed $(SEED)
	$(PY) -m tests.kills --times 1
	$(PY) -m tests.soak --hours 1

kills: .venv/ready
	$(PY) -m tests.kills --times $(N)

soak: .venv/ready
	$(PY) -m tests.soak --hours $(HOURS) --speed $(SPEED)

fuzz: .venv/ready
	@$(PY) -m tests.fuzz --seconds $(TIME) --seed $(SEED) $(addprefix --data ,$(DATA))

# Secrets rather stand in the environment: CONTRACT_CLIENT_SECRET=… make contract URL=… CLIENT_ID=…
CONTRACT := URL LOGIN PASSWORD SECOND_LOGIN SECOND_PASSWORD CLIENT_ID CLIENT_SECRET TOKEN_URL TOKEN \
	PRACTITIONER SECOND_PRACTITIONER PATIENT PROFILE
$(foreach it,$(CONTRACT),$(if $(filter command line,$(origin $(it))),$(eval contract: export CONTRACT_$(it) := $($(it)))))

contract: .venv/ready
	@$(PY) -m tests.contract $(addprefix --only ,$(ONLY))

eval: .venv/ready
	@$(PY) -m evaluation $(addprefix --data ,$(DATA))

bench: .venv/ready
	@$(PY) -m bench $(ONLY)

package: .venv/ready
	@packaging/freeze
	@command -v dpkg-deb >/dev/null && packaging/deb || echo "No dpkg-deb here: no Debian package."
	INBOX_PROGRAM=$(CURDIR)/build/frozen/inbox-workstation/inbox-workstation $(PY) -m pytest -m "proof and window" \
		-p no:cacheprovider tests/journeys

lock:
	uv pip compile -q pyproject.toml --all-extras --group dev --universal --generate-hashes \
		--no-header --no-emit-index-url -o requirements.lock
	$(PY) packaging/materials.py licences

clean:
	rm -rf build .venv

# Two commands for a newcomer: `make run` and `make test`. Each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test lint bench faults fuzz clean setup setup-test setup-bench python

help:
	@echo "make run    chuẩn bị mọi thứ, làm việc chính trên dữ liệu mẫu, mở http://127.0.0.1:8000 (Sở) và :8001 (Bộ)"
	@echo "            (ONCE=1 make run: làm xong việc chính thì dừng; IDENTITY=1 make run: đăng nhập thử được)"
	@echo "make test   chuẩn bị mọi thứ, kiểm tra mã nguồn và chạy mọi bài kiểm thử"
	@echo "make lint   chỉ kiểm tra mã nguồn"
	@echo "make bench  đo tốc độ"
	@echo "make faults giết tiến trình, cơ sở dữ liệu, làm đầy ổ đĩa khi các trường đang nộp, rồi kiểm lại"
	@echo "make fuzz   thử thật nhiều dữ liệu ngẫu nhiên"
	@echo "make clean  xoá môi trường Python, cơ sở dữ liệu và khoá trình diễn"

run: $(if $(IDENTITY),setup-test,setup)
	@$(if $(IDENTITY),tools/with_identity.sh) $(BIN)/hocba run $(if $(ONCE),--once)

test: setup-test lint
	@tools/debian.sh
	$(BIN)/pytest

lint: setup-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-bench
	@$(BIN)/python -m bench $(if $(SHORT),--short)

faults: setup-test
	@$(BIN)/python -m faults $(if $(SHORT),--short)

fuzz: setup-test
	@$(BIN)/python -m tests.fuzz $(if $(SHORT),--count 5000 --seed 1)
	$(if $(SHORT),,$(BIN)/pytest -m hypothesis --hypothesis-profile=fuzz)

setup: python
	@$(PYTHON) tools/setup.py requirements.lock

setup-test: python
	@$(PYTHON) tools/setup.py requirements-test.lock
	@$(BIN)/python tools/setup_node.py

setup-bench: python
	@$(PYTHON) tools/setup.py requirements-bench.lock

python:
	@command -v $(PYTHON) >/dev/null || { echo "Thiếu Python 3.11 trở lên; hãy cài gói python3." >&2; exit 2; }

clean:
	rm -rf .venv tools/node/node_modules var bench/results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

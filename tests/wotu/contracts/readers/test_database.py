import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from wotu.contracts.readers.database import parse_location
from wotu.contracts.readers.sql_text import check_single_select, quoted_name
from wotu.errors import UnreadableFileError


@pytest.fixture
def sqlite(tmp_path: Path) -> Path:
    path = tmp_path / "库 存.db"
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "企业" (企业名称 TEXT, 年度 INTEGER, 营业收入 REAL)')
        connection.executemany(
            'INSERT INTO "企业" VALUES (?,?,?)',
            [("苏州甲公司", 2023, 0.1 + 0.2), ("苏州乙公司", 2023, None)],
        )
    connection.close()
    return path


def at(path: Path, **asked: str) -> str:
    key, value = next(iter(asked.items()))
    return f"sqlite:///{quote(str(path))}?{key}={quote(value)}"


def test_a_table_of_sqlite(sqlite: Path, rows_of, opened) -> None:
    assert rows_of(at(sqlite, table="企业")) == [
        ["企业名称", "年度", "营业收入"],
        ["苏州甲公司", "2023", "0.3"],
        ["苏州乙公司", "2023", None],
    ]
    assert opened(at(sqlite, table="企业")).sha256 == opened(at(sqlite, table="企业")).sha256


def test_a_query_has_its_own_digest(sqlite: Path, rows_of, opened) -> None:
    location = at(sqlite, query='SELECT 企业名称 FROM "企业" WHERE 营业收入 > 0;')
    assert rows_of(location) == [["企业名称"], ["苏州甲公司"]]
    assert opened(location).sha256 != opened(at(sqlite, table="企业")).sha256


@pytest.mark.parametrize(
    "query",
    [
        "DROP TABLE 企业",
        "SELECT 1; DROP TABLE 企业",
        "PRAGMA writable_schema=1",
        "ATTACH 'x' AS y",
        "",
        "/* SELECT */ DELETE FROM 企业",
    ],
)
def test_only_one_select_is_run(sqlite: Path, opened, query: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(at(sqlite, query=query or " "))
    assert caught.value.facts["code"] in {"not_a_select", "query_location"}


@pytest.mark.parametrize(
    "query",
    ["WITH x AS (SELECT 1) DELETE FROM 企业", "SELECT * FROM 没有", "SELECT load_extension('x')"],
)
def test_sqlite_refuses_what_is_no_reading(sqlite: Path, opened, query: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(at(sqlite, query=query))
    assert caught.value.facts["code"] == "database"
    with sqlite3.connect(sqlite) as connection:
        assert connection.execute('SELECT count(*) FROM "企业"').fetchone() == (2,)


def test_a_file_that_is_no_database(tmp_path: Path, opened) -> None:
    (tmp_path / "a.db").write_bytes(b"x" * 5_000)
    with pytest.raises(UnreadableFileError) as caught:
        opened(at(tmp_path / "a.db", table="t"))
    assert caught.value.facts["code"] == "database"
    with pytest.raises(UnreadableFileError, match="找不到"):
        opened(at(tmp_path / "b.db", table="t"))


def test_semicolons_in_literals_and_comments_are_no_statements() -> None:
    check_single_select("SELECT ';', \";\" -- ;\n FROM t /* ; */;", "x")
    check_single_select("(SELECT 1)", "x")
    check_single_select("SELECT $$;$$", "x")


def test_names_are_quoted_part_by_part() -> None:
    assert quoted_name('a.b"c') == '"a"."b""c"'


def test_the_password_is_not_part_of_what_is_shown() -> None:
    location = parse_location(
        "postgresql://bureau:s3cret@host:5433/stat?sslmode=disable&table=public.firms"
    )
    assert location.shown == "postgresql://bureau@host:5433/stat?table=public.firms"
    assert location.address == "postgresql://bureau:s3cret@host:5433/stat?sslmode=disable"
    assert location.query == 'SELECT * FROM "public"."firms"'


def test_a_database_that_does_not_answer(opened) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened("postgresql://u:s3cret@127.0.0.1:1/db?table=t")
    assert caught.value.facts["code"] == "database" and "s3cret" not in str(caught.value.facts)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A server of this test's own, where PostgreSQL is installed."""
    program = shutil.which("postgres")
    if program is None:
        pytest.skip("needs PostgreSQL's server programs on the path")
    tools = Path(program).resolve().parent
    root = os.getuid() == 0
    if root and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        pytest.skip("PostgreSQL does not run as root and there is no user postgres")
    user = {"user": "postgres"} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    password = folder / "password"
    password.write_text("s3cret")
    if root:
        shutil.chown(folder, "postgres")
        shutil.chown(password, "postgres")
    data = folder / "data"
    subprocess.run(
        [
            tools / "initdb",
            "-D",
            data,
            "-U",
            "bureau",
            "-A",
            "scram-sha-256",
            f"--pwfile={password}",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **user,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        tools / "postgres",
        "-D",
        data,
        "-k",
        folder,
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "fsync=off",
    ]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user
    )
    try:
        _wait_for(port)
        yield f"postgresql://bureau:s3cret@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(f"postgresql://bureau:s3cret@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")


def test_postgres_is_read_and_never_written(postgres: str, rows_of, opened) -> None:
    query = "SELECT 1.10::numeric(9,2) AS 金额, date '2023-01-05' AS 日期, true AS 是否, NULL AS 空, '甲%' AS 名"
    assert rows_of(f"{postgres}?query={quote(query)}") == [
        ["金额", "日期", "是否", "空", "名"],
        ["1.10", "2023-01-05", "TRUE", None, "甲%"],
    ]
    for bad in (
        "SELECT setval('x', 1)",
        "WITH x AS (INSERT INTO t VALUES (1) RETURNING 1) SELECT * FROM x",
        "SELECT * INTO t2 FROM pg_class",
        "SELECT 1/0",
    ):
        with pytest.raises(UnreadableFileError) as caught:
            opened(f"{postgres}?query={quote(bad)}")
        assert caught.value.facts["code"] == "database"


def test_a_wrong_password_is_not_shown(postgres: str, opened) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        opened(postgres.replace("s3cret", "wr0ng") + "?table=pg_class")
    assert "wr0ng" not in str(caught.value) + str(caught.value.facts)
    assert caught.value.__cause__ is None


def test_the_password_may_come_from_the_environment(
    postgres: str, opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    file = opened(postgres.replace(":s3cret", "") + "?table=pg_catalog.pg_class")
    assert file.name.startswith("postgresql://bureau@127.0.0.1") and file.sheets[0].width > 10

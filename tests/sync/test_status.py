"""Progress, back-off and the board."""

from __future__ import annotations

from inbox.sync.backoff import BackOff
from inbox.sync.status import Board, Connection, Meter, Status


def test_waits_double_up_to_the_most_and_start_over_after_a_success() -> None:
    backoff = BackOff(5, 60, spread=lambda low, high: 1.0)
    assert [backoff.failed() for _ in range(6)] == [5, 10, 20, 40, 60, 60]
    backoff.succeeded()
    assert backoff.failed() == 5


def test_waits_are_spread_so_that_stations_do_not_come_all_at_once() -> None:
    waits = {BackOff(5, 60).failed() for _ in range(50)}
    assert len(waits) > 40
    assert all(4 <= wait <= 6 for wait in waits)


def test_a_meter_says_rate_and_time_left() -> None:
    seconds = iter(range(100))
    board = Board(lambda status: None)
    meter = Meter(board, "Open work", 300, lambda: float(next(seconds)))
    meter.add(100)
    (shown,) = board.status.progress
    assert (shown.done, shown.total, shown.finished) == (100, 300, False)
    assert shown.rate > 0
    assert shown.left is not None
    assert shown.left == 200 / shown.rate
    meter.add(200)
    meter.finish()
    (shown,) = board.status.progress
    assert (shown.done, shown.left, shown.finished) == (300, 0, True)


def test_more_than_announced_is_no_nonsense() -> None:
    board = Board(lambda status: None)
    meter = Meter(board, "Open work", 10, iter(map(float, range(100))).__next__)
    meter.add(25)
    (shown,) = board.status.progress
    assert (shown.done, shown.total, shown.left) == (25, 25, 0)


def test_the_board_tells_changes_and_nothing_else() -> None:
    told: list[Status] = []
    board = Board(told.append)
    board.change(connection=Connection.CONNECTED)
    board.change(connection=Connection.CONNECTED)
    assert [status.connection for status in told] == [Connection.CONNECTED]

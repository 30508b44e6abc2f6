"""Celery's settings, each for the failure that it prevents, and what becomes of a message."""

from __future__ import annotations

import pytest

from pipeline.errors import MachineError
from tests.workers.service import Service, until
from workers.app import CeleryQueue, lanes, make

pytest_plugins = ["tests.workers.service"]


def test_nothing_that_runs_is_given_out_twice(house: Service) -> None:
    conf = make(house.settings).conf
    visibility = conf.broker_transport_options["visibility_timeout"]
    assert house.settings.queue.limit == conf.task_soft_time_limit < conf.task_time_limit < visibility / 2
    assert conf.result_backend_transport_options["visibility_timeout"] == visibility
    assert (conf.task_acks_late, conf.worker_prefetch_multiplier) == (True, 1)
    assert not conf.task_reject_on_worker_lost
    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert conf.result_backend is None
    assert conf.task_ignore_result


def test_urgent_ones_are_taken_before_normal_and_long_ones(house: Service) -> None:
    assert lanes("models") == ("models.urgent", "models.normal", "models.long")
    assert make(house.settings).conf.broker_transport_options["queue_order_strategy"] == "priority"


def test_a_queue_that_cannot_be_reached_says_so(house: Service) -> None:
    queue, job = CeleryQueue(house.settings), house.drop("Termin", "de")
    for ask in (queue.waiting, lambda: queue.push(job, "de", "words")):
        with pytest.raises(MachineError, match="Verloren geht nichts") as caught:
            ask()
        assert "Nothing is lost" in caught.value.en


@pytest.mark.kill
def test_messages_wait_in_their_lane_and_a_full_redis_refuses(house: Service) -> None:
    house.redis()
    queue = CeleryQueue(house.settings)
    urgent, long = house.drop("eilig", "de", urgent=True), house.drop("lang", "de", text="Bitte komm. " * 400)
    queue.push(urgent, "de", "words")
    queue.push(long, "de", "film")
    assert queue.waiting() == {(urgent.id, "de"), (long.id, "de")}
    assert [queue._redis.llen(name) for name in (*lanes("models"), *lanes("render"))] == [1, 0, 0, 0, 0, 1]
    queue._redis.lpush("models.normal", b"no message of ours")
    assert len(queue.waiting()) == 2
    queue._redis.config_set("maxmemory", "1kb")
    with pytest.raises(MachineError, match="nimmt nichts an"):
        queue.push(urgent, "de", "words")


@pytest.mark.kill
def test_a_queue_outlives_the_restart_of_redis(house: Service) -> None:
    house.redis()
    queue, job = CeleryQueue(house.settings), house.drop("Termin", "de")
    queue.push(job, "de", "words")
    house.kill("redis")
    house.redis()

    def pushed() -> bool:
        try:
            queue.push(job, "de", "words")
        except MachineError:
            return False
        return True

    until(pushed, 5, "the second try at the latest")
    assert (job.id, "de") in queue.waiting()

"""Prints what oslo.messaging's own listener hears, one JSON object a line: URL EXCHANGE TOPIC COUNT."""
import json
import sys
import threading

from oslo_config import cfg
import oslo_messaging

url, exchange, topic, count = sys.argv[1:5]
done = threading.Event()
one_at_a_time = threading.Lock()
heard = []


class Endpoint:
    def _hear(self, priority, publisher_id, event_type, payload):
        # Each queue has a thread, and two threads that print share a line.
        with one_at_a_time:
            heard.append(1)
            print(json.dumps([priority, publisher_id, event_type, payload["outcome"]]), flush=True)
            if len(heard) == int(count):
                done.set()

    def info(self, context, publisher_id, event_type, payload, metadata):
        self._hear("info", publisher_id, event_type, payload)

    def error(self, context, publisher_id, event_type, payload, metadata):
        self._hear("error", publisher_id, event_type, payload)


conf = cfg.ConfigOpts()
conf([], default_config_files=[])
transport = oslo_messaging.get_notification_transport(conf, url=url)
target = oslo_messaging.Target(topic=topic, exchange=exchange)
listener = oslo_messaging.get_notification_listener(
    transport, [target], [Endpoint()], executor="threading"
)
listener.start()
print("listening", flush=True)
done.wait(60)
listener.stop()
listener.wait()

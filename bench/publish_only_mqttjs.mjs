// SPDX-License-Identifier: MIT
// COUNT publishes of 64 bytes over one connection with MQTT.js, for bench/publish_only.sh.
import mqtt from 'mqtt';

const [port, count] = process.argv.slice(2).map(Number);
const client = mqtt.connect(`mqtt://127.0.0.1:${port}`);
const payload = Buffer.alloc(64, 'x');
let sent = 0;

function publish() {
  while (sent < count) {
    sent += 1;
    if (sent % 1000 === 0) {
      client.publish('publish-only', payload, { qos: 0 }, () => setImmediate(publish));
      return;
    }
    client.publish('publish-only', payload, { qos: 0 });
  }
  client.end();
}

client.on('connect', publish);

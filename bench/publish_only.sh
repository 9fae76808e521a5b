#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# CPU seconds per million QoS 0 publishes of 64 bytes over one connection, mqseal beside mosquitto_pub
# -l (and MQTT.js where `npm install mqtt` was run here): in turn, each on a fresh broker. The peers'
# CPU is their process's, start-up included; mqseal's is its fleet's threads'. mqseal's count is the
# broker's own.
#   bench/publish_only.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
rounds=${1:-3}
mqseal=build/release/bin/mqseal
work=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || kill "$broker" 2>/dev/null || :; rm -rf "$work"' EXIT
lines=1000000
line=$(printf 'x%.0s' $(seq 64))
awk -v line="$line" -v n="$lines" 'BEGIN { for (i = 0; i < n; ++i) print line }' >"$work/lines"
TIMEFORMAT='%U %S'

# start_broker: a mosquitto of our own on a free port, ready when mosquitto_pub gets through.
start_broker() {
  port=$((20000 + RANDOM % 10000))
  printf 'listener %s 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\nsys_interval 1\nlog_type error\nmax_queued_messages 0\n' "$port" >"$work/broker.conf"
  PATH=$PATH:/usr/sbin mosquitto -c "$work/broker.conf" 2>"$work/broker.log" &
  broker=$!
  until mosquitto_pub -p "$port" -t ready -n 2>/dev/null; do
    kill -0 "$broker" || { cat "$work/broker.log" >&2; exit 3; }
  done
}

# received: PUBLISH packets by the broker's own count, once it does not grow any more.
received() {
  local before=-1 now=0 same=0
  while [ "$same" -lt 3 ]; do
    now=$(mosquitto_sub -p "$port" -t '$SYS/broker/publish/messages/received' -C 1 -W 5)
    mosquitto_sub -p "$port" -t '$SYS/broker/uptime' -R -C 1 -W 5 >/dev/null  # the tree was renewed
    if [ "$now" = "$before" ]; then same=$((same + 1)); else same=0; fi
    before=$now
  done
  echo "$now"
}

stop_broker() {
  kill "$broker"
  wait "$broker" 2>/dev/null || :
  broker=
}

# row NAME CPU-LINE PUBLISHED
row() {
  awk -v name="$1" -v cpu="$2" -v n="$3" 'BEGIN { split(cpu, t, " ");
    printf "%-16s %9d published  %6.2f CPU s  %5.2f CPU s per million\n", name, n, t[1] + t[2], (t[1] + t[2]) * 1e6 / n }'
}

for round in $(seq "$rounds"); do
  start_broker
  cpu=$({ time mosquitto_pub -p "$port" -t publish-only -l <"$work/lines" >/dev/null 2>&1; } 2>&1)
  row mosquitto_pub "$cpu" "$(received)"
  stop_broker

  if [ -d node_modules/mqtt ]; then
    start_broker
    cpu=$({ time node bench/publish_only_mqttjs.mjs "$port" "$lines" >/dev/null 2>&1; } 2>&1)
    row MQTT.js "$cpu" "$(received)"
    stop_broker
  fi

  # mqseal's children hold its broker, so its CPU is taken from its own clocks. No warm-up: every
  # publish falls into the measured window.
  "$mqseal" run scenarios/load/publish-only.yaml --rounds 1 --seed "$round" --set phases.warm_up=0s \
    --out "$work/mqseal-$round" --progress none >/dev/null 2>&1
  sum() { grep -o "\"$1\": [0-9.]*" "$work/mqseal-$round/result.json" | awk '{ n += $2 } END { print n }'; }
  row mqseal "$(sum fleet_cpu_s) 0" "$(sum broker_received)"
done

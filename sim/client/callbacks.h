// SPDX-License-Identifier: MIT
// Inside of sim/client only: the functions that libmosquitto calls. They run under its per-client
// mutex, so they note what happened and never call it.
#pragma once

struct mosquitto;
struct mosquitto_message;
struct mqtt5__property;

namespace mqseal::client {

struct Callbacks {
  static void set(mosquitto* handle);
  static void on_connect(mosquitto*, void* self, int code, int flags, const mqtt5__property*);
  static void on_disconnect(mosquitto*, void* self, int code, const mqtt5__property*);
  static void on_subscribe(mosquitto*, void* self, int id, int count, const int* granted);
  static void on_publish(mosquitto*, void* self, int id, int reason, const mqtt5__property*);
  static void on_message(mosquitto*, void* self, const mosquitto_message* message);
};

}  // namespace mqseal::client

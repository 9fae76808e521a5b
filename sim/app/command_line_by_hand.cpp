// SPDX-License-Identifier: MIT
// The flags of the commands for work by hand: pki, broker, pub, sub, seal, open.
#include <iostream>
#include <map>

#include "sim/app/add_command.h"
#include "sim/app/broker_command.h"
#include "sim/app/pki_command.h"
#include "sim/app/pub_sub.h"
#include "sim/app/seal_open.h"

namespace mqseal::app {

namespace {

void add_pki(CLI::App& app, Action& action) {
  const auto [command, flags] = add<PkiFlags>(
      app, action, "pki", "Make the lab's certificates: ca/, broker/, client/", make_pki);
  command->add_option("dir", flags->dir, "Directory, made where missing")->required();
  command->add_option("--key-type", flags->key_type, "rsa-2048 (default) or ecdsa-p256");
  command->add_option("--name", flags->names, "DNS name of the broker; default localhost");
  command->add_option("--address", flags->addresses, "IPv4 address; default 127.0.0.1");
  command->add_option("--days", flags->days, "Validity; default 100");
}

void add_broker(CLI::App& app, Action& action) {
  const auto [command, flags] = add<BrokerFlags>(
      app, action, "broker", "Start the lab's two-port broker for work by hand", run_broker);
  command->add_option("--plain-port", flags->plain_port, "Default 1883; 0: any free one");
  command->add_option("--tls-port", flags->tls_port, "Default 8883; 0: any free one");
  command->add_option("--dir", flags->dir, "Certificates, configuration, log; default mqseal-lab");
  command->add_option("--key-type", flags->key_type, "rsa-2048 (default) or ecdsa-p256");
  command->footer("Prints the command lines that use it; Ctrl-C ends it.");
}

constexpr const char* key_help =
    "File with the master key: 32 bytes or 64 hex digits; with --format lab the cipher's own key";

/// Flags that sealing and opening share.
void add_envelope_flags(CLI::App& command, envelope::Config& config) {
  using envelope::Format;
  using envelope::KeyMode;
  using envelope::NoncePolicy;
  command.add_option("--cipher", config.cipher, "An id of `mqseal list ciphers`")->required();
  command.add_option("--implementation", config.implementation, "Default: best for this CPU");
  command.add_option("--tag-bytes", config.tag_bytes, "Default: the cipher's");
  command.add_option("--format", config.format, "compact, raw, lab (the lab's text) or cose")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, Format>{{"compact", Format::compact},
                                                                {"raw", Format::raw},
                                                                {"lab", Format::lab},
                                                                {"cose", Format::cose}}));
  command.add_flag("--cose-private", config.cose_private, "COSE numbers that only mqseal knows");
  command.add_option("--nonce", config.nonce, "random, counter or fixed")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, NoncePolicy>{{"random", NoncePolicy::random},
                                             {"counter", NoncePolicy::counter},
                                             {"fixed", NoncePolicy::fixed}}));
  command.add_option("--keys", config.keys, "shared or per-device")
      ->transform(CLI::CheckedTransformer(std::map<std::string, KeyMode>{
          {"shared", KeyMode::shared}, {"per-device", KeyMode::per_device}}));
}

void add_seal(CLI::App& app, Action& action) {
  const auto [command, flags] =
      add<SealOptions>(app,
                       action,
                       "seal",
                       "Seal standard input into one envelope on standard output",
                       [](const SealOptions& options) {
                         return seal_command(options, std::cin, std::cout, std::cerr);
                       });
  add_envelope_flags(*command, flags->config);
  command->add_option("--topic", flags->topic, "The MQTT topic; the envelope is bound to it");
  command->add_option("--key,--master", flags->key, key_help);
  command->add_option("--sender", flags->sender, "Sender id, from 1");
  command->add_option("--epoch", flags->epoch, "Default: the next one of <key>.epochs");
  command->add_flag("--retained", flags->retained, "For a retained message");
  command->add_flag("--lab-mistakes", flags->lab_mistakes, "Allow --nonce fixed");
  command->footer(
      "Example:\n"
      "  (umask 077; head -c 32 /dev/urandom > master.key)\n"
      "  echo 21.5 | mqseal seal --cipher ascon-aead128 --key master.key --topic t > sealed\n"
      "  mqseal open --cipher ascon-aead128 --key master.key --topic t < sealed");
}

void add_open(CLI::App& app, Action& action) {
  const auto [command, flags] =
      add<OpenOptions>(app,
                       action,
                       "open",
                       "Open one envelope from standard input to standard output",
                       [](const OpenOptions& options) {
                         return open_command(options, std::cin, std::cout, std::cerr);
                       });
  add_envelope_flags(*command, flags->config);
  command->add_option("--topic", flags->topic, "The MQTT topic; the envelope is bound to it");
  command->add_option("--key,--master", flags->key, key_help);
  command->add_option("--first-sender", flags->first_sender, "Lowest sender id that is accepted");
  command->add_option("--last-sender", flags->last_sender, "Highest sender id that is accepted");
  command->footer("Exit code 11 where it does not open; nothing is written then.");
}

/// Flags of mosquitto_pub and mosquitto_sub, where they mean the same.
void add_connection_flags(CLI::App& command, ConnectionFlags& flags) {
  command.set_help_flag("--help", "Print this help message and exit");
  command.add_option("-h,--host", flags.host, "Broker; default localhost");
  command.add_option("-p,--port", flags.port, "Default 1883, with --cafile 8883");
  command.add_option("--cafile", flags.cafile, "Certificate of the CA: use TLS");
  command.add_option("--cert", flags.cert, "The client's certificate");
  command.add_option("--key", flags.key, "The key of the client's certificate");
  command.add_flag("--insecure", flags.insecure, "Do not check the name in the certificate");
  command.add_option("-i,--id", flags.id, "Client id");
  command.add_option("-u,--username", flags.user, "User name");
  command.add_option("-P,--pw", flags.password, "Password");
  command.add_option("-k,--keepalive", flags.keep_alive_s, "Seconds: 0, or 5 and more; default 60");
  command.add_flag("--mqtt5", flags.mqtt_5, "MQTT 5 instead of 3.1.1");
}

void add_pub(CLI::App& app, Action& action) {
  const auto [command, flags] = add<PubFlags>(
      app, action, "pub", "Seal and publish, as mosquitto_pub", [](const PubFlags& f) {
        return pub_command(f, std::cin, std::cerr);
      });
  add_connection_flags(*command, flags->connection);
  command->add_option("-t,--topic", flags->topic, "Topic; the envelope is bound to it")->required();
  command->add_option("-m,--message", flags->message, "The message");
  command->add_option("-f,--file", flags->file, "A file that is the message");
  command->add_flag("-l,--stdin-line", flags->lines, "Each line of standard input is a message");
  command->add_flag("-s,--stdin-file", flags->whole, "Standard input is the message");
  command->add_option("-q,--qos", flags->qos, "0, 1 or 2");
  command->add_flag("-r,--retain", flags->retain, "Retained message");
  add_envelope_flags(*command, flags->envelope.config);
  command->add_option("--master", flags->envelope.master, key_help);
  command->add_option("--sender", flags->sender, "Sender id, from 1");
  command->add_option("--epoch", flags->epoch, "Default: the next one of <master>.epochs");
  command->add_flag("--lab-mistakes", flags->lab_mistakes, "Allow --nonce fixed");
  command->footer(
      "Example, with `mqseal broker` in another terminal:\n"
      "  (umask 077; head -c 32 /dev/urandom > master.key)\n"
      "  mqseal pub --cipher ascon-aead128 --master master.key -t /Group4 -m 'Hello'\n"
      "As in the lab's exercise 4, with the key of its scripts in lab.key:\n"
      "  mqseal pub --cipher aes-128-eax --format lab --master lab.key -t Group4/test -m Hello");
}

void add_sub(CLI::App& app, Action& action) {
  const auto [command, flags] = add<SubFlags>(
      app, action, "sub", "Subscribe and open, as mosquitto_sub", [](const SubFlags& f) {
        return sub_command(f, std::cout, std::cerr);
      });
  add_connection_flags(*command, flags->connection);
  command->add_option("-t,--topic", flags->filters, "Topic filter; repeatable")
      ->required()
      ->allow_extra_args(false);
  command->add_option("-q,--qos", flags->qos, "0, 1 or 2");
  command->add_option("-C", flags->count, "End after so many messages that opened");
  command->add_option("-W", flags->seconds, "End after so many seconds");
  command->add_flag("-v,--verbose", flags->with_topic, "Print the topic before each message");
  command->add_flag("!-N", flags->new_line, "No line break after a message");
  add_envelope_flags(*command, flags->envelope.config);
  command->add_option("--master", flags->envelope.master, key_help);
  command->add_option("--first-sender", flags->first_sender, "Lowest sender id that is accepted");
  command->add_option("--last-sender", flags->last_sender, "Highest sender id that is accepted");
  command->add_option("--window", flags->window_bits, "Replay window in messages; 0: none");
  command->footer(
      "What does not open is named on standard error. Exit code 3 where -W ends before -C is met.");
}

}  // namespace

void add_commands_by_hand(CLI::App& app, Action& action) {
  add_pki(app, action);
  add_broker(app, action);
  add_pub(app, action);
  add_sub(app, action);
  add_seal(app, action);
  add_open(app, action);
}

}  // namespace mqseal::app

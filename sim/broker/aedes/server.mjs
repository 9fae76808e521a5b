// SPDX-License-Identifier: MIT
// aedes with the two listeners that mqseal gives every broker. All it knows comes from a JSON file:
// {plain_port, tls_port, ca, cert, key, options}, where `options` are those of aedes itself.
// Usage: node server.mjs FILE
import { readFileSync } from "node:fs";
import { createServer as createPlain } from "node:net";
import { createServer as createTls } from "node:tls";
import { Aedes } from "aedes";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const broker = await Aedes.createBroker(config.options);
const serve = (socket) => {
  socket.setNoDelay(true);
  broker.handle(socket);
};
const certificates = {
  ca: readFileSync(config.ca),
  cert: readFileSync(config.cert),
  key: readFileSync(config.key),
  requestCert: true,
  rejectUnauthorized: true,
};
const plain = createPlain({ noDelay: true }, serve);
const tls = createTls({ ...certificates, noDelay: true }, serve);
tls.on("tlsClientError", (error) => console.error(`TLS: ${error.message}`));
broker.on("clientError", (client, error) => console.error(`${client.id}: ${error.message}`));
broker.on("connectionError", (client, error) => console.error(`connection: ${error.message}`));
for (const [server, port] of [[plain, config.plain_port], [tls, config.tls_port]]) {
  server.on("error", (error) => {
    console.error(`port ${port}: ${error.code === "EADDRINUSE" ? "Address already in use" : error.message}`);
    process.exit(1);
  });
  server.listen(port, "127.0.0.1", 1024);
}
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => process.exit(0));
}

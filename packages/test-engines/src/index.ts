export { aKeyPair, CERT_MANAGER_PROMISES } from "./cert-manager-promises.ts";
export {
  type BrokerCluster,
  type DatabaseCluster,
  type DatabaseEngine,
  type Engine,
  type EngineOptions,
  isMissing,
  type Missing,
} from "./engine.ts";
export { freePort } from "./free-port.ts";
export { canSign, selfSigned } from "./self-signed.ts";
export { startGalera } from "./galera.ts";
export { startHaProxy } from "./haproxy.ts";
export { startMariaDb } from "./mariadb.ts";
export { startMemcached } from "./memcached.ts";
export { startPostgreSql } from "./postgresql.ts";
export { startRabbitMq } from "./rabbitmq.ts";
export { startRabbitMqCluster } from "./rabbitmq-cluster.ts";

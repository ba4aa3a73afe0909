// Where the venue listens. A client in the field knows these from its operator; here run.sh passes the deployment's
// files through the environment.
import { readFileSync } from 'node:fs';

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set: start this through ./run.sh`);
  }
  return value;
}

export function loadVenue() {
  const config = JSON.parse(readFileSync(required('DEXEXTRA_CONFIG'), 'utf8'));
  const contracts = JSON.parse(readFileSync(required('DEXEXTRA_CONTRACTS'), 'utf8'));
  return {
    http: `http://127.0.0.1:${config.gateway.httpPort}`,
    feed: `ws://127.0.0.1:${config.gateway.httpPort}/v1/feed`,
    orderEntry: { host: '127.0.0.1', port: config.gateway.orderEntryPort },
    rpc: config.settlement.rpcUrl,
    postgres: parseConnection(config.persistence.postgres),
    health: {
      engine: `http://127.0.0.1:${config.engine.healthPort}/health`,
      gateway: `http://127.0.0.1:${config.gateway.httpPort}/health`,
      persistence: `http://127.0.0.1:${config.persistence.healthPort}/health`,
      settlement: `http://127.0.0.1:${config.settlement.healthPort}/health`,
    },
    contracts,
    adminKey: () => readFileSync(required('DEXEXTRA_ADMIN_KEY'), 'utf8').trim(),
  };
}

// "Host=…;Port=…;Database=…;Username=…;Password=…" as pg wants it.
function parseConnection(text) {
  const parts = new Map(text.split(';').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at).toLowerCase(), part.slice(at + 1)];
  }));
  return {
    host: parts.get('host'),
    port: Number(parts.get('port')),
    database: parts.get('database'),
    user: parts.get('username'),
    password: parts.get('password'),
  };
}
